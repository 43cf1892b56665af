// Choosing a picture from the library, in a dialog over the composer: nothing that was typed is left.

import { lead } from "./refusals.js";

const dialog = document.getElementById("library");
const search = document.getElementById("library-search");
const words = document.getElementById("library-words");

document.querySelector("[data-library]").addEventListener("click", (event) => {
  event.preventDefault();
  dialog.showModal();
  words.focus();
  search.dispatchEvent(new Event("shown"));
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "library-found" || event.detail.xhr.getResponseHeader("X-Desk")) return;
  // A page of signing in, or of an error: the page of its own leads there and back.
  event.detail.shouldSwap = false;
  location.href = search.action;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const answer = event.detail.xhr;
  if (event.detail.elt.id !== "library-form" || answer.status !== 200 || !answer.getResponseHeader("X-Desk")) return;
  dialog.close();
  const added = [...document.querySelectorAll("#picture-list .picture")].at(-1)?.querySelector("textarea");
  if (added) lead(added.id);
});
