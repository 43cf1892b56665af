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

// What a key acts on: the case that is open, for that is what is read; else the row that has the focus. Without either,
// the first row takes the focus, so that whoever pressed the key sees what the next one would act on.
function rowInFocus() {
  if (document.querySelector(".inbox-pane#thread")) return null;
  const row = document.activeElement.closest(".inbox-list .inbox-row");
  if (!row) move(0);
  return row;
}

// The same form that ticked cases are handled by, for one row, so that it is said and undone alike.
function handle(row, chosen) {
  const form = document.getElementById("bulk"), box = row.querySelector(".tick");
  if (!form || !box) return;
  const given = form.cloneNode(false);
  given.removeAttribute("id");
  const fields = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, rows: box.value, ...chosen };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    given.append(field);
  }
  document.body.append(given);
  given.submit();
}

function press(key, chosen) {
  const row = rowInFocus();
  if (row && chosen) handle(row, chosen);
  else if (!row) document.querySelector(`.inbox-tools [data-key="${key}"]`)?.click();
}

// No element has this name: to one the browser would move the focus itself, out of the text.
const ANSWER = "#write";

function answer() {
  const row = rowInFocus()?.querySelector(".row-title");
  if (row) { location.assign(`${row.href}${ANSWER}`); return; }
  write();
}

function write() {
  const fold = document.querySelector("form.inbox-answer")?.closest("details");
  if (fold) fold.open = true;
  const field = document.getElementById("id_text");
  const target = document.querySelector("form.inbox-answer") ? field : document.querySelector(".inbox-open select");
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

function tick() {
  const box = current()?.closest(".inbox-row").querySelector(".tick");
  if (box && !box.disabled) box.click();
}

function snooze() {
  const row = rowInFocus(), fold = document.querySelector(row ? ".inbox-bulk-more" : ".inbox-snooze");
  if (!fold) return;
  if (row && !row.querySelector(".tick").checked) tick();
  fold.open = true;
  fold.querySelector(row ? "[name=until]" : "button, input:not([type=hidden])").focus();
}

function help() {
  const fold = document.querySelector(".inbox-help");
  if (fold) fold.open = true;
  (fold ?? document.querySelector(".inbox-keys"))?.scrollIntoView({ block: "nearest" });
  fold?.querySelector("summary").focus();
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
  a: () => press("a", { do: "assign", assignee: "mine" }),
  e: () => press("e", { do: "close" }),
  E: () => press("E"),
  s: snooze,
  "?": help,
  z: undo,
  n: () => document.querySelector('.inbox-next [data-key="n"]')?.click(),
};

// In the form of the answer a key is a letter of it: what is typed at a message above the text, or at a button, acts on no case.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.target.closest("form.inbox-answer")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.target.matches("form.inbox-answer textarea")) event.target.blur();
  const fold = event.target.closest(".inbox-snooze, .inbox-bulk-more");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary").focus();
});

// From within the text: the button that sends and goes on, else the one that sends. What the page asks about an answer
// is asked all the same, for the form goes the way it goes by the mouse.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.repeat) return;
  const form = event.target.matches("textarea") && event.target.closest("form.inbox-answer");
  if (!form) return;
  event.preventDefault();
  (form.querySelector("button[name=then]") ?? form.querySelector(".btn-primary")).click();
});

if (location.hash === ANSWER) write();

// The list beside an open case begins at its row, where it scrolls by itself; the page stays where it is.
const openRow = document.querySelector(".has-message .inbox-row[data-open]");
if (openRow) {
  const list = openRow.closest(".inbox-list");
  list.scrollTop += openRow.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
}

// While something is ticked its buttons stay in view, and say of how many.
const bulk = document.getElementById("bulk");
const ticks = () => [...document.querySelectorAll(".inbox-row .tick:not(:disabled)")];

function sayTicked() {
  const said = bulk.querySelector("[data-ticked]"), n = ticks().filter((one) => one.checked).length;
  said.textContent = n ? said.dataset.some.replace("0", n) : said.dataset.none;
  bulk.toggleAttribute("data-any", n > 0);
  const every = bulk.querySelector("[data-tick-all]");
  every.checked = n > 0 && n === ticks().length;
  every.indeterminate = n > 0 && !every.checked;
}

if (bulk) {
  bulk.querySelector("[data-tick-all]").addEventListener("change", ({ target }) => {
    for (const one of ticks()) one.checked = target.checked;
    sayTicked();
  });
  document.addEventListener("change", (event) => { if (event.target.matches(".inbox-row .tick")) sayTicked(); });
  // A browser that goes back has them ticked as they were.
  addEventListener("pageshow", sayTicked);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("form.inbox-answer button[name=insert]");
  if (!button) return;
  event.preventDefault();
  const { template, text } = button.form.elements, chosen = template.selectedOptions[0];
  if (!template.value) { template.focus(); return; }
  const own = text.value.trim(), { lang } = button.form.elements;
  text.value = [own, chosen.dataset.text].filter(Boolean).join("\n\n");
  // One's own words keep their language.
  if (!own) lang.value = chosen.dataset.lang;
  button.form.querySelector("[data-other-language]").hidden = lang.value === chosen.dataset.lang;
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
    const from = answering.elements.text.defaultValue;
    if (text || from) sessionStorage.setItem(place, JSON.stringify({ text, key, person, from }));
    else sessionStorage.removeItem(place);
  } catch { /* a browser without storage keeps nothing */ }
}

if (answering) {
  const { text, key } = answering.elements, before = kept();
  const isFilledIn = "filledIn" in answering.dataset;
  const wasSent = Boolean(before.key) && answering.dataset.sent.split(" ").includes(before.key);
  // Nor are words a draft that wait for approval already, whichever form brought them.
  const bare = (words) => words.replace(/\s+/g, "");
  const waits = [...document.querySelectorAll("[data-waits]")].some((one) => bare(one.textContent) === bare(before.text ?? ""));
  const isSent = wasSent || waits;
  if (isSent) keepAnswer("");
  // What is wrong stands at the field, and whoever goes on typing goes on in it.
  if (answering.querySelector(".error-summary")) text.focus();
  if (text.value && !isFilledIn) {
    // It was refused, sent back or taken back, and waits to be changed; what was changed of the same words is kept.
    if (before.from === text.value && !isSent) text.value = before.text;
    keepAnswer(text.value);
  } else if (before.text && !isSent) {
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
  const { text } = answering.elements, filledIn = "filledIn" in answering.dataset ? text.defaultValue : "";
  const say = () => { writing.value = text.value.trim() && text.value !== filledIn ? "1" : ""; };
  text.addEventListener("input", say);
  say();
}
