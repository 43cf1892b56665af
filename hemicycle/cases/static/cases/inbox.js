// The inbox by keyboard; templates put into an answer without leaving the page; an answer kept until it is sent.

const rows = () => [...document.querySelectorAll(".inbox-list .inbox-row .row-title")].filter((row) => row.offsetParent);

function typing(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select");
}

function current() {
  const inRow = document.activeElement.closest(".inbox-row")?.querySelector(".row-title");
  return inRow ?? document.querySelector(".inbox-row[data-open] .row-title");
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  next.focus();
  next.closest(".inbox-row").scrollIntoView({ block: "nearest" });
}

function answer() {
  const field = document.getElementById("id_text");
  const target = document.querySelector("form.inbox-answer") ? field : document.querySelector(".inbox-open select");
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

function tick() {
  const box = current()?.closest(".inbox-row").querySelector(".tick");
  if (box && !box.disabled) box.click();
}

// Of what was done last the message says so, above; an answer that has not left stands below what it answers.
function undo() {
  const answers = document.querySelectorAll('.inbox-entries [data-key="z"]');
  (document.querySelector(".messages form button") ?? [...answers].at(-1))?.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => current()?.click(),
  r: answer,
  x: tick,
  a: () => document.querySelector('.inbox-tools [data-key="a"]')?.click(),
  e: () => document.querySelector('.inbox-tools [data-key="e"]')?.click(),
  z: undo,
  n: () => document.querySelector('.inbox-next [data-key="n"]')?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("form.inbox-answer button[name=insert]");
  if (!button) return;
  event.preventDefault();
  const chosen = button.form.elements.template.selectedOptions[0], text = button.form.elements.text;
  text.value = [text.value.trim(), chosen.dataset.text].filter(Boolean).join("\n\n");
  button.form.elements.lang.value = chosen.dataset.lang;
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

// Assigning or a note loads the page again, and what is sent may be refused. It is kept, with the key of the form that was sent, until the page knows that
// key for one that was. It is kept in this tab alone, for the same person, and not after signing out.
const answering = document.querySelector("form.inbox-answer");
const place = answering && `answer:${new URL(answering.action).pathname}`;
const person = document.body.dataset.person ?? "";

function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(place)) ?? {};
    return found.person === person ? found : {};
  } catch {
    return {};
  }
}

function keepAnswer(text, key = "") {
  try {
    if (text) sessionStorage.setItem(place, JSON.stringify({ text, key, person }));
    else sessionStorage.removeItem(place);
  } catch { /* a browser without storage keeps nothing */ }
}

if (answering) {
  const { text, key } = answering.elements, before = kept();
  const wasSent = Boolean(before.key) && answering.dataset.sent.split(" ").includes(before.key);
  if (wasSent) keepAnswer("");
  if (text.value) {
    // It was refused, and waits to be changed.
    keepAnswer(text.value);
  } else if (before.text && !wasSent) {
    text.value = before.text;
    const fold = answering.closest("details");
    if (fold) fold.open = true;
    // Once the page listens: its length is counted as if it were typed.
    addEventListener("load", () => text.dispatchEvent(new Event("input", { bubbles: true })));
  }
  text.addEventListener("input", () => keepAnswer(text.value));
  answering.addEventListener("submit", () => keepAnswer(text.value, key.value));
}

// Colleagues are told that somebody writes, not what.
const writing = document.getElementById("writing");
if (answering && writing) {
  const { text } = answering.elements, say = () => { writing.value = text.value.trim() ? "1" : ""; };
  text.addEventListener("input", say);
  say();
}

// What would leave is said anew while somebody writes; the button below it stays under the mouse.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "facts") detail.target.style.minBlockSize = `${detail.target.offsetHeight}px`;
});
