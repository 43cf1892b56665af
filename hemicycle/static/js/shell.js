// The staff's shell: the search key, the evidence drawer, progress said aloud.

const side = document.querySelector(".shell-side");
const menuButton = document.querySelector(".menu-button");
const drawer = document.getElementById("drawer");
const drawerContent = document.getElementById("drawer-content");
let opener = null;

function typing(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const search = document.getElementById("shell-search");
  if (!search || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  side.setAttribute("data-open", "");
  menuButton?.setAttribute("aria-expanded", "true");
  search.focus();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("[data-drawer]")) opener = event.target;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target !== drawerContent) return;
  const title = drawerContent.querySelector("h1, h2");
  if (!title) { location.assign(opener.href); return; }
  title.id = "drawer-title";
  title.tabIndex = -1;
  if (!drawer.open) drawer.showModal();
  drawer.scrollTop = 0;
  title.focus();
});

document.addEventListener("htmx:responseError", (event) => {
  if (event.target.matches("[data-drawer]")) location.assign(event.target.href);
});

drawer?.addEventListener("click", (event) => {
  if (event.target === drawer || event.target.closest("[data-close]")) drawer.close();
});
drawer?.addEventListener("close", () => {
  drawerContent.replaceChildren();
  opener?.focus();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const card = event.target.closest?.(".progress-card");
  const said = card?.querySelector("[data-said]");
  const say = card?.querySelector("[data-say]")?.dataset.say;
  if (said && say && said.textContent !== say) said.textContent = say;
});
