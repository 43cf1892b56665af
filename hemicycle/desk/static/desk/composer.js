// The composer: what is typed is kept in this browser until it is saved, its remarks show behind the words, and keys.

import { forget, keep, kept } from "./kept.js";
import { drawMarks, goTo, step } from "./marks.js";

const composer = document.getElementById("composer");
const unsaved = document.getElementById("unsaved");
const forms = [...composer.querySelectorAll(".language-form")];
const waiting = new Set();
let retry = 0;

const langOf = (form) => form.closest(".language").dataset.lang;
const titleOf = (form) => form.querySelector("[name$='-title']");
const bodyOf = (form) => form.querySelector("[name$='-body']");
const editOf = (form) => form.querySelector("[name$='-edit']");
const formOf = (lang) => composer.querySelector(`#text-${CSS.escape(lang)} .language-form`);
const placeOf = (lang) => [composer.dataset.person, composer.dataset.announcement, lang];
const now = (form) => ({ title: titleOf(form).value, body: bodyOf(form).value });

function say(words, link = "", label = "") {
  unsaved.textContent = words;
  if (!link) return;
  const leads = document.createElement("a");
  leads.href = link;
  leads.textContent = label;
  unsaved.append(" ", leads);
}

function put(form, text) {
  titleOf(form).value = text.title;
  bodyOf(form).value = text.body;
  drawMarks(form);
}

function save(form) {
  form.requestSubmit();
}

// What is typed

composer.addEventListener("input", (event) => {
  const form = event.target.closest(".language-form");
  if (!form) return;
  keep(placeOf(langOf(form)), { ...now(form), edit: editOf(form).value });
  waiting.add(langOf(form));
  say(unsaved.dataset.typing);
  drawMarks(form);
});

composer.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.(".language-form");
  if (form) form.sent = now(form);
});

composer.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.detail.xhr;
  if (!answer.getResponseHeader("X-Desk") && event.target.closest(".language-form, [data-leaves], #presence, .card-of")) {
    // Not an answer of the desk: a page of signing in, or of an error.
    event.detail.shouldSwap = false;
    if (answer.status < 400) say(unsaved.dataset.signedOut, `${composer.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`, unsaved.dataset.signIn);
    else if (answer.status === 403) say(unsaved.dataset.reload, location.href, unsaved.dataset.again);
    else say(unsaved.dataset.failed);
    return;
  }
  // A refusal is an answer like any other: it says why, and what there is to choose.
  if (answer.status === 409 || answer.status === 422) Object.assign(event.detail, { shouldSwap: true, isError: false });
});

composer.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.(".language-form");
  const answer = event.detail.xhr;
  if (!form || answer.status !== 200 || !answer.getResponseHeader("X-Desk")) return;
  const lang = langOf(form), text = now(form);
  if (text.title !== form.sent.title || text.body !== form.sent.body) return;
  waiting.delete(lang);
  forget(placeOf(lang));
  if (!waiting.size) say("");
});

composer.addEventListener("htmx:sendError", (event) => {
  const form = event.target.closest?.(".language-form");
  if (!form) return;
  say(unsaved.dataset.offline);
  clearTimeout(retry);
  retry = setTimeout(() => forms.filter((one) => waiting.has(langOf(one))).forEach(save), 5000);
});
window.addEventListener("online", () => forms.filter((one) => waiting.has(langOf(one))).forEach(save));

// What is being written for one channel is not drawn anew under the writer's hands.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.target.matches("[id^='cards-']") && event.target.querySelector(".variant-form")) event.detail.shouldSwap = false;
});
composer.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches?.(".variant-form") || event.detail.xhr.status !== 200) return;
  const lang = event.target.querySelector("textarea").lang;
  event.target.remove();
  save(formOf(lang));
});
document.addEventListener("htmx:oobAfterSwap", () => forms.forEach(drawMarks));
document.addEventListener("htmx:afterSwap", () => forms.forEach(drawMarks));

// What was typed before and never saved

function offer(form) {
  const lang = langOf(form), text = kept(placeOf(lang)), here = now(form);
  if (!text) return;
  if (text.title === here.title && text.body === here.body) { forget(placeOf(lang)); return; }
  const shelf = document.getElementById("kept"), card = document.createElement("section");
  card.className = "kept-text";
  const heading = document.createElement("h2"), words = document.createElement("p"), row = document.createElement("div");
  heading.className = "h3";
  heading.textContent = `${shelf.dataset.heading} (${document.getElementById(`heading-${lang}`).textContent})`;
  words.className = "kept-words";
  words.lang = lang;
  words.textContent = [text.title, text.body].filter(Boolean).join("\n\n");
  row.className = "row-of";
  for (const [label, act] of [
    [shelf.dataset.back, () => { put(form, text); titleOf(form).dispatchEvent(new Event("input", { bubbles: true })); bodyOf(form).focus(); }],
    [shelf.dataset.drop, () => forget(placeOf(lang))],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = label;
    button.addEventListener("click", () => { act(); card.remove(); shelf.hidden = !shelf.children.length; });
    row.append(button);
  }
  card.append(heading, words, row);
  shelf.append(card);
  shelf.hidden = false;
}

// Two texts, and what others changed meanwhile

document.addEventListener("click", (event) => {
  const mine = event.target.closest("[data-keep-mine]"), theirs = event.target.closest("[data-take-theirs]"), newer = event.target.closest("[data-show-newer]");
  const box = event.target.closest("[data-conflict], [data-newer]");
  const form = box && formOf(box.dataset.conflict ?? box.dataset.newer);
  if (!form) return;
  event.preventDefault();
  if (mine) { editOf(form).value = mine.dataset.edit; save(form); return; }
  if (!theirs && !newer) return;
  editOf(form).value = (theirs ?? box).dataset.edit;
  put(form, { title: box.querySelector("[data-title]").value, body: box.querySelector("[data-body]").value });
  waiting.delete(langOf(form));
  forget(placeOf(langOf(form)));
  say("");
  box.remove();
  bodyOf(form).focus();
  save(form);
});

// Which languages are shown

function show(lang) {
  const shelf = composer.querySelector(".languages");
  shelf.toggleAttribute("data-shown", Boolean(lang));
  for (const section of shelf.children) section.hidden = Boolean(lang) && section.dataset.lang !== lang;
  for (const button of composer.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === lang));
  forms.forEach(drawMarks);
}

function shownLang() {
  return composer.querySelector("[data-show][aria-pressed='true']")?.dataset.show ?? "";
}

composer.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (button) show(button.dataset.show);
  const close = event.target.closest("[data-close-variant]");
  if (close) { event.preventDefault(); const form = close.closest("form"); const lang = form.querySelector("textarea").lang; form.remove(); save(formOf(lang)); }
  const number = event.target.closest("[data-to-words]");
  if (number) goTo(formOf(number.closest(".language").dataset.lang), number.closest(".note"));
  if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
});

// Keys

function turn(by) {
  const at = forms.findIndex((form) => form.closest(".language").contains(document.activeElement));
  const next = forms[(at + by + forms.length) % forms.length];
  if (!next) return;
  if (shownLang()) show(langOf(next));
  bodyOf(next).focus();
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const ctrl = event.ctrlKey || event.metaKey, typing = event.target.matches("input, textarea, select");
  if (ctrl && event.key.toLowerCase() === "s" && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    forms.forEach(save);
  } else if (ctrl && event.key === "Enter") {
    event.preventDefault();
    document.getElementById("hand-in").requestSubmit();
  } else if (event.key === "F8") {
    event.preventDefault();
    step(forms.filter((form) => !form.closest(".language").hidden), event.shiftKey ? -1 : 1);
  } else if (event.altKey && (event.key === "PageDown" || event.key === "PageUp")) {
    event.preventDefault();
    turn(event.key === "PageDown" ? 1 : -1);
  } else if (event.key === "?" && !typing) {
    document.getElementById("keys").showModal();
  } else if (event.key === "Enter" && event.target.matches(".written-title textarea")) {
    event.preventDefault();
    bodyOf(event.target.closest("form")).focus();
  }
});

if (window.matchMedia("(max-width: 61.99rem)").matches && forms.length > 1) show(langOf(forms.find((form) => form.closest(".language").dataset.lang === document.documentElement.lang) ?? forms[0]));
forms.forEach((form) => { drawMarks(form); offer(form); });
