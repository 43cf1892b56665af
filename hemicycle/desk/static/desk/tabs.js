// Which language and which channel is written now: one language at a time or all side by side; tabs as the
// authoring practices of the W3C want them (arrows, Home and End move between them).

import { drawMarks } from "./marks.js";

const composer = document.getElementById("composer");
const sections = () => [...composer.querySelectorAll(".language")];

export function showLanguage(lang) {
  const shelf = composer.querySelector(".languages");
  shelf.toggleAttribute("data-side", !lang && sections().length > 1);
  for (const section of sections()) {
    section.toggleAttribute("data-open", !lang || section.dataset.lang === lang);
    if (!lang) openTab(section, "");
  }
  for (const button of composer.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === lang));
  composer.querySelectorAll(".language-form").forEach(drawMarks);
}

export const shownLanguage = () => composer.querySelector("[data-show][aria-pressed='true']")?.dataset.show ?? "";

// After its tabs or its previews were drawn anew, the same tab stays open; where its channel is gone, the first.
export function openTab(section, tab) {
  const list = section.querySelector("[role=tablist]"), tabs = [...section.querySelectorAll("[role=tab]")];
  const open = tabs.some((one) => one.dataset.tab === tab) ? tab : "";
  section.dataset.tab = open;
  for (const one of tabs) {
    const chosen = one.dataset.tab === open;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    if (chosen && list.scrollWidth > list.clientWidth) one.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  for (const panel of section.querySelectorAll(".panel")) {
    if (tabs.length) {
      panel.role = "tabpanel";
      panel.setAttribute("aria-labelledby", panel.id.replace("panel-", "tab-"));
    }
    panel.toggleAttribute("data-open", panel.dataset.tab === open);
  }
  const cards = [...section.querySelectorAll(".card-of")];
  cards.forEach((card, at) => card.toggleAttribute("data-open", open ? card.dataset.tab === open : at === 0));
  section.querySelector(".fits")?.toggleAttribute("data-open", !open);
  const form = section.querySelector(".language-form");
  if (form && !open) drawMarks(form);
}

export const refreshTabs = () => sections().forEach((section) => openTab(section, section.dataset.tab));

export function turnTab(event) {
  const tab = event.target.closest("[role=tab]");
  if (!tab) return;
  const tabs = [...tab.parentElement.querySelectorAll("[role=tab]")], at = tabs.indexOf(tab), back = document.dir === "rtl" ? 1 : -1;
  const next = { ArrowLeft: at + back, ArrowRight: at - back, Home: 0, End: tabs.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const chosen = tabs[(next + tabs.length) % tabs.length];
  openTab(chosen.closest(".language"), chosen.dataset.tab);
  chosen.focus();
}

// A field may lie in a language, a tab or a part that is folded.
export function reveal(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const section = element.closest(".language"), panel = element.closest(".panel");
  if (section && !section.hasAttribute("data-open")) showLanguage(section.dataset.lang);
  if (section && panel) openTab(section, panel.dataset.tab);
}
