// The composer: languages and channels as tabs, everything saves itself, remarks show behind the words, and keys.

import { drawMarks, goTo, step } from "./marks.js";
import { lead, refuseChoice, refuseListed } from "./refusals.js";
import { afterSaving, offer, put, save, settled, texts } from "./saving.js";
import { openTab, refreshTabs, reveal, showLanguage, shownLanguage, turnTab } from "./tabs.js";

const composer = document.getElementById("composer");
const submit = document.getElementById("hand-in");
const forms = () => [...composer.querySelectorAll(".language-form")];
const formOf = (key) => composer.querySelector(`[data-key="${CSS.escape(key)}"]`);
const bodyOf = (form) => form.querySelector("[name$='-body'], [name=text]");
const langOf = (form) => form.closest(".language").dataset.lang;

composer.addEventListener("click", (event) => {
  const shown = event.target.closest("[data-show]"), tab = event.target.closest("[role=tab]"), fits = event.target.closest("[data-open-tab]");
  if (shown) showLanguage(shown.dataset.show);
  if (tab) openTab(tab.closest(".language"), tab.dataset.tab);
  if (fits) {
    const section = fits.closest(".language");
    openTab(section, fits.dataset.openTab);
    section.querySelector("[role=tab][aria-selected=true]").focus();
  }
  const number = event.target.closest("[data-to-words]");
  if (number) toWords(number.closest(".note"));
  const leads = event.target.closest("[data-leads]");
  if (leads) {
    event.preventDefault();
    const note = leads.dataset.note && document.getElementById(leads.dataset.note);
    if (!note || !toWords(note)) lead(leads.getAttribute("href").slice(1));
  }
  if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
});

// A remark leads to its words; one without words, or on a picture or a channel, to its field.
function toWords(note) {
  const form = note.closest(".language").querySelector(".language-form");
  if (note.dataset.part === "warning") reveal(document.getElementById(`id_warnings-${langOf(form)}`));
  else if (["title", "body"].includes(note.dataset.part)) reveal(form);
  else return false;
  goTo(form, note);
  document.activeElement.scrollIntoView({ block: "nearest" });
  return true;
}

// Two texts, and what others changed meanwhile

composer.addEventListener("click", (event) => {
  const mine = event.target.closest("[data-keep-mine]"), theirs = event.target.closest("[data-take-theirs]"), newer = event.target.closest("[data-show-newer]");
  const box = event.target.closest("[data-conflict], [data-newer]");
  const form = box && formOf(box.dataset.conflict ?? box.dataset.newer);
  if (!form || !(mine || theirs || newer)) return;
  event.preventDefault();
  form.querySelector("[name$='-edit'], [name=read]").value = (mine ?? theirs ?? box).dataset.edit;
  if (mine) { box.remove(); save(form); bodyOf(form).focus(); return; }
  const part = (name) => box.querySelector(`[data-${name}]`)?.value ?? "";
  if (form.matches(".own-form")) put(form, { text: part("text") });
  else put(form, { [`${langOf(form)}-title`]: part("title"), [`${langOf(form)}-body`]: part("body") });
  settled(form);
  box.remove();
  bodyOf(form).focus();
  save(form);
});

submit.addEventListener("submit", (event) => {
  if (refuseChoice() || afterSaving(() => submit.submit())) event.preventDefault();
});

// How long a title is, once it nears the most it may be; what is longer is refused by the server, and cut by nobody.

const NEAR = 0.75;

function count(field) {
  const shown = document.getElementById(`${field.id}-count`), most = Number(field.dataset.most), n = [...field.value.trim()].length;
  shown.hidden = n < NEAR * most;
  shown.classList.toggle("late", n > most);
  shown.textContent = shown.dataset.words.replace("{n}", n).replace("{most}", most);
}

composer.addEventListener("input", (event) => { if (event.target.dataset.most) count(event.target); });
// Of two texts one was chosen, or what was typed earlier came back.
document.addEventListener("htmx:afterSettle", () => composer.querySelectorAll("[data-most]").forEach(count));

// A time is removed where it stands

composer.addEventListener("click", (event) => {
  const clears = event.target.closest("[data-clears]");
  if (!clears) return;
  const field = document.getElementById(clears.dataset.clears);
  field.value = "";
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});

// Keys

function turn(by) {
  const all = forms(), at = all.findIndex((form) => form.closest(".language").contains(document.activeElement));
  const next = all[(at + by + all.length) % all.length];
  if (!next) return;
  if (shownLanguage()) showLanguage(langOf(next));
  openTab(next.closest(".language"), "");
  bodyOf(next).focus();
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  turnTab(event);
  const ctrl = event.ctrlKey || event.metaKey, typing = event.target.matches("input, textarea, select");
  if (ctrl && event.key.toLowerCase() === "s" && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    const own = document.activeElement.closest(".own-form");
    [...forms(), ...(own ? [own] : [])].forEach(save);
  } else if (ctrl && event.key === "Enter") {
    event.preventDefault();
    submit.requestSubmit();
  } else if (event.key === "F8") {
    event.preventDefault();
    step(forms().filter((form) => form.closest(".language").hasAttribute("data-open")), event.shiftKey ? -1 : 1);
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

// On a phone the text comes first, and the rest is folded until somebody wants it.
if (window.matchMedia("(max-width: 61.99rem)").matches) for (const part of composer.querySelectorAll(".rail-part")) part.open = false;
const named = location.hash.startsWith("#text-") && document.getElementById(location.hash.slice(1));
if (named) showLanguage(named.dataset.lang);
refreshTabs();
forms().forEach(drawMarks);
texts().forEach(offer);
composer.querySelectorAll("[data-most]").forEach(count);
refuseListed();
