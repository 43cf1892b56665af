// A quote a time by keyboard: A may be quoted, R replace, J next, K previous. Never while somebody types.
// The letter opens at its quote, and nobody accepts words that were never in view.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const control = document.querySelector(`.quote-open [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

const letter = document.querySelector(".quote-letter");
const quote = letter?.querySelector("#mark-quote");
const seen = new Set();

const lines = () => [...quote.getClientRects()];
// What was just done stands above the letter, in view too. Half a pixel more or less is how a browser rounds.
const inView = (line) => {
  const box = letter.getBoundingClientRect();
  const said = document.querySelector(".messages")?.getBoundingClientRect().bottom ?? 0;
  return line.top >= Math.max(box.top, said, 0) - 1 && line.bottom <= Math.min(box.bottom, innerHeight) + 1;
};
const look = () => lines().forEach((line, at) => inView(line) && seen.add(at));
const unseen = () => lines().findIndex((_line, at) => !seen.has(at));

// A few lines of the letter stay above the quote: a third of its pane, or of the window where the pane reaches further.
const show = (at) => {
  letter.scrollTop += lines()[at].top - letter.getBoundingClientRect().top - letter.clientHeight / 3;
  if (!inView(lines()[at])) scrollBy(0, lines()[at].top - innerHeight / 3);
  look();
};

if (quote) {
  const open = () => {
    const whole = document.getElementById("quote");
    if (location.hash) whole.scrollIntoView();
    show(0);
    // Its last lines lie below the window: the letter comes up, with the quote in it.
    if (unseen() >= 0) { whole.scrollIntoView(); show(0); }
  };
  open();
  // The browser goes to the place that the address names once everything is there, and takes the focus along.
  const arrived = new Promise((done) => document.readyState === "complete" ? done() : addEventListener("load", () => setTimeout(done)));
  Promise.all([arrived, document.fonts.ready]).then(open).then(() => letter.focus({ preventScroll: true }));
  letter.addEventListener("scroll", look);
  addEventListener("scroll", look);
  // Other lines than those that were seen.
  addEventListener("resize", () => { seen.clear(); look(); });
  document.querySelector(".quote-open form").addEventListener("submit", (event) => {
    look();
    if (event.submitter?.value !== "accept" || unseen() < 0) return;
    event.preventDefault();
    show(unseen());
    const said = document.querySelector("[data-unseen]");
    said.textContent = said.dataset.unseen;
  });
}
