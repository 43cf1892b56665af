// A refusal stands at its field, in view, and has the focus.

import { reveal } from "./tabs.js";

const template = document.getElementById("refusal-template");

function control(place, form) {
  const found = document.getElementById(place) ?? document.getElementById(`${place}_0`);
  if (found?.matches("fieldset")) return found.querySelector("input:not([type=hidden])") ?? found;
  return found ?? form?.querySelector("input:not([type=hidden]), select, textarea:not([hidden]), button") ?? null;
}

export function lead(place, form) {
  const field = control(place, form);
  if (!field) return null;
  reveal(field);
  field.focus({ preventScroll: true });
  (field.closest(".field") ?? field).scrollIntoView({ block: "nearest" });
  return field;
}

export function refuse(place, why, form) {
  const field = control(place, form);
  if (!field) return;
  const id = `${field.id || form.id}-refusal`;
  document.getElementById(id)?.remove();
  const shown = template.content.firstElementChild.cloneNode(true);
  shown.id = id;
  shown.querySelector("[data-why]").textContent = why;
  const before = field.closest(".written, .channel-choices, .choices, .field-check, .row-of") ?? field;
  before.before(shown);
  mark(field, id);
}

function mark(field, id) {
  field.closest(".field")?.classList.add("field-wrong");
  field.setAttribute("aria-invalid", "true");
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  field.setAttribute("aria-describedby", [...described, id].join(" "));
}

export function accept(form) {
  for (const shown of form.querySelectorAll(".field-error")) shown.remove();
  for (const wrong of form.querySelectorAll(".field-wrong")) wrong.classList.remove("field-wrong");
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && !/-(refusal|error)$/.test(one));
    if (described.length) field.setAttribute("aria-describedby", described.join(" "));
    else field.removeAttribute("aria-describedby");
  }
}

// Of an answer: its refusals at their fields, the focus in the first. How many there are.
export function refuseAll(text, form) {
  const refusals = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-refusal]")];
  for (const one of refusals) refuse(one.dataset.refusal, one.textContent, form);
  if (refusals.length) lead(refusals[0].dataset.refusal, form);
  return refusals.length;
}

// Two texts of which nobody has chosen one yet keep it from being submitted: the choice comes into view with the focus.
export function refuseChoice() {
  const choice = document.querySelector("#composer [data-conflict]"), keep = choice?.querySelector("[data-keep-mine]");
  if (!keep) return false;
  choice.querySelector(".field-error")?.remove();
  const shown = template.content.firstElementChild.cloneNode(true);
  shown.id = `choice-${choice.dataset.conflict}`;
  shown.querySelector("[data-why]").textContent = choice.dataset.first;
  keep.closest(".row-of").before(shown);
  keep.setAttribute("aria-describedby", shown.id);
  reveal(keep);
  keep.focus({ preventScroll: true });
  shown.scrollIntoView({ block: "center" });
  return true;
}

// Of a page that was refused as a whole: what its list says stands at the fields as well.
export function refuseListed() {
  const submitted = document.querySelector("[data-submitted]");
  if (submitted) {
    const links = [...submitted.querySelectorAll("[data-leads]")], done = new Set();
    for (const link of links) {
      const place = link.getAttribute("href").slice(1);
      if (!done.has(place)) refuse(place, link.dataset.reason);
      done.add(place);
    }
    if (links.length) lead(links[0].getAttribute("href").slice(1));
    return;
  }
  const shown = [...document.querySelectorAll("#composer .field-error")];
  for (const one of shown) if (one.dataset.field && control(one.dataset.field)) mark(control(one.dataset.field), one.id);
  const first = shown[0] && (shown[0].dataset.field ?? shown[0].id.replace(/-error$/, ""));
  if (first) lead(first);
}
