// Everything saves itself in one way: what is typed is kept in this browser until the server has it, and one line says
// how far that is.

import { forget, keep, kept } from "./kept.js";
import { drawMarks } from "./marks.js";
import { accept, refuseAll, refuseChoice } from "./refusals.js";
import { refreshTabs } from "./tabs.js";

const composer = document.getElementById("composer");
const unsaved = document.getElementById("unsaved");
const TEXTS = ".language-form, .own-form", SAVES = `${TEXTS}, [data-saves]`;
const waiting = new Set();
let retry = 0, submitting = null, choosing = false;

export const texts = () => [...composer.querySelectorAll(TEXTS)];
const fieldsOf = (form) => [...form.querySelectorAll("textarea[name]")];
const now = (form) => Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
const same = (one, other) => Object.keys(one).every((name) => one[name] === other[name]);
const placeOf = (form) => [composer.dataset.person, composer.dataset.announcement, form.dataset.key];
const isText = (form) => form.matches(TEXTS);
const isWaiting = (form) => waiting.has(form.id);

// Trouble is said aloud; that something is being saved, every few seconds, is not.
function say(words, { trouble = false, link = "", label = "" } = {}) {
  unsaved.setAttribute("aria-live", trouble ? "assertive" : "off");
  unsaved.toggleAttribute("data-trouble", trouble);
  unsaved.textContent = words;
  if (!link) return;
  const leads = document.createElement("a");
  leads.href = link;
  leads.textContent = label;
  unsaved.append(" ", leads);
}

export function put(form, text) {
  for (const field of fieldsOf(form)) if (field.name in text) field.value = text[field.name];
  if (form.matches(".language-form")) drawMarks(form);
}

export const save = (form) => form.requestSubmit();

export function typed(form) {
  keep(placeOf(form), now(form));
  waiting.add(form.id);
  say(unsaved.dataset.typing);
  if (form.matches(".language-form")) drawMarks(form);
}

export function settled(form) {
  waiting.delete(form.id);
  if (isText(form)) forget(placeOf(form));
  if (waiting.size) return;
  say("");
  submitting?.();
}

function again() {
  for (const id of [...waiting]) {
    const form = document.getElementById(id);
    if (form) save(form);
    else waiting.delete(id);
  }
}

// What is still on its way is saved before it is submitted.
export function afterSaving(act) {
  if (!waiting.size) return false;
  submitting = () => { submitting = null; act(); };
  again();
  return true;
}

// An own text that nobody is writing follows the server: another person's, or the common one.
function follow(form, saved) {
  const card = document.getElementById(`card-${form.dataset.key}`), field = form.querySelector("textarea[name=text]");
  if (!card) return;
  if (form === saved || !isWaiting(form)) form.elements.read.value = card.dataset.read;
  if (!isWaiting(form) && document.activeElement !== field) field.value = card.querySelector("[data-offered]").value;
  const own = "own" in card.dataset, tab = document.getElementById(`tab-${form.dataset.key}`);
  for (const one of form.querySelectorAll("[data-when-own]")) one.hidden = !own;
  for (const one of form.querySelectorAll("[data-when-common]")) one.hidden = own;
  if (!tab) return;
  tab.querySelector(".tab-own").hidden = !own;
  tab.querySelector(".tab-long").hidden = !("long" in card.dataset);
}

const followAll = (saved) => composer.querySelectorAll(".own-form").forEach((form) => follow(form, saved));

composer.addEventListener("focusout", (event) => {
  const form = event.target.closest(".own-form");
  if (form && !isWaiting(form)) setTimeout(() => follow(form));
});

composer.addEventListener("input", (event) => {
  const form = event.target.closest(SAVES);
  if (!form) return;
  form.changed = true;
  if (isText(form)) return typed(form);
  waiting.add(form.id);
  say(unsaved.dataset.typing);
});

document.addEventListener("htmx:configRequest", (event) => {
  const form = event.detail.elt.closest?.(SAVES);
  if (form) form.changed = false;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt.closest?.(SAVES);
  if (!form) return;
  waiting.add(form.id);
  say(unsaved.dataset.saving);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.detail.xhr, form = event.detail.requestConfig.elt.closest?.(`${SAVES}, #presence`);
  if (!form) return;
  if (!answer.getResponseHeader("X-Desk")) {
    // Not an answer of the desk: a page of signing in, or of an error.
    event.detail.shouldSwap = false;
    if (answer.status < 400) say(unsaved.dataset.signedOut, { trouble: true, link: `${composer.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`, label: unsaved.dataset.signIn });
    else if (answer.status === 403) say(unsaved.dataset.reload, { trouble: true, link: location.href, label: unsaved.dataset.again });
    else say(unsaved.dataset.failed, { trouble: true });
  } else if (answer.status === 409 || answer.status === 422) {
    const refused = answer.responseText.includes("data-refusal");
    choosing = Boolean(submitting) && !refused;
    submitting = null;
    say(unsaved.dataset.refused, { trouble: true });
    if (refused) refuseAll(answer.responseText, form);
    // Two texts to choose from are drawn below their field.
    Object.assign(event.detail, { shouldSwap: !refused, isError: false });
  }
});

// Two texts that came while it was being submitted.
document.addEventListener("htmx:afterSettle", () => {
  if (!choosing) return;
  choosing = false;
  refuseChoice();
});

document.addEventListener("htmx:afterRequest", (event) => {
  // A form that is no longer there once it is saved was what asked all the same.
  const form = event.detail.requestConfig.elt.closest?.(SAVES), answer = event.detail.xhr;
  if (!form || answer.status !== 200 || !answer.getResponseHeader("X-Desk")) return;
  accept(form);
  if (!form.changed) settled(form);
  for (const one of texts()) if (isWaiting(one) && kept(placeOf(one))) put(one, kept(placeOf(one)));
  refreshTabs();
  followAll(form);
  composer.querySelectorAll(".language-form").forEach(drawMarks);
  if (refuseAll(answer.responseText, form)) say(unsaved.dataset.refused, { trouble: true });
  for (const file of form.querySelectorAll("input[type=file]")) file.value = "";
});

// Where somebody else wrote for a channel, the previews are asked for again; what is being written here stays.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "presence") return;
  const changed = new Set();
  for (const one of event.target.querySelectorAll("[data-own-version]")) {
    const form = composer.querySelector(`.own-form[data-key="${one.dataset.ownVersion}"]`);
    const lang = form?.closest(".language").dataset.lang;
    if (!form || isWaiting(form) || event.target.querySelector(`[data-newer="${lang}"]`)) continue;
    if (form.elements.read.value !== one.dataset.read) changed.add(form.closest(".language").querySelector(".language-form"));
  }
  changed.forEach(save);
});

document.addEventListener("htmx:sendError", (event) => {
  if (!event.detail.elt.closest?.(SAVES)) return;
  submitting = null;
  say(unsaved.dataset.offline, { trouble: true });
  clearTimeout(retry);
  retry = setTimeout(again, 5000);
});
window.addEventListener("online", again);

// The common text again, and the own one back

composer.addEventListener("click", (event) => {
  const common = event.target.closest("[data-common]"), undo = event.target.closest("[data-undo]");
  const form = (common ?? undo)?.closest(".own-form");
  if (!form) return;
  const field = form.querySelector("textarea[name=text]"), back = form.querySelector("[data-undo]"), said = form.querySelector("[data-undone]");
  if (common) {
    form.undo = field.value;
    field.value = "";
    said.textContent = unsaved.dataset.commonAgain;
    back.hidden = false;
    back.focus();
  } else {
    field.value = form.undo;
    said.textContent = "";
    back.hidden = true;
    field.focus();
    typed(form);
    save(form);
  }
});

// What was typed before and never saved

export function offer(form) {
  const text = kept(placeOf(form));
  if (!text) return;
  if (same(now(form), text)) { forget(placeOf(form)); return; }
  const shelf = document.getElementById("kept"), card = document.createElement("section");
  card.className = "kept-text";
  const heading = document.createElement("h2"), words = document.createElement("p"), row = document.createElement("div");
  heading.className = "h3";
  heading.textContent = `${shelf.dataset.heading} (${form.dataset.label})`;
  words.className = "kept-words";
  words.lang = fieldsOf(form)[0].lang;
  words.textContent = Object.values(text).filter(Boolean).join("\n\n");
  row.className = "row-of";
  for (const [label, act] of [
    [shelf.dataset.back, () => { put(form, text); fieldsOf(form).at(-1).dispatchEvent(new Event("input", { bubbles: true })); fieldsOf(form).at(-1).focus(); }],
    [shelf.dataset.drop, () => forget(placeOf(form))],
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
