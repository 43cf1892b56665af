// What every page does: theme switch, the menu on a phone, copying a link or a text, focus on the summary of errors, nothing kept after signing out, the key to a chart's table, printing.

const root = document.documentElement;

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === root.dataset.theme));
  }
}

function chooseTheme(choice) {
  try { localStorage.setItem("theme", choice); } catch { /* a browser without storage keeps the choice for this page */ }
  root.dataset.theme = choice;
  window.dispatchEvent(new Event("theme:chosen"));
  showTheme();
}

function toggleMenu(button) {
  const open = button.closest("header").toggleAttribute("data-open");
  button.setAttribute("aria-expanded", String(open));
}

// Some browsers refuse the clipboard: then what was to be copied is selected, and said to be.
async function copy(button, text, select) {
  const said = button.parentElement.querySelector("[data-copied]");
  let result = "copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    select();
    result = "refused";
  }
  if (said) said.textContent = said.dataset[result] ?? "";
}

function selectBeside(button, text) {
  let field = button.nextElementSibling;
  if (!field?.matches("input[readonly]")) {
    field = document.createElement("input");
    field.readOnly = true;
    field.className = "form-control";
    field.setAttribute("aria-label", button.textContent.trim());
    button.after(field);
  }
  field.value = text;
  field.focus();
  field.select();
}

function copyLink(button) {
  const link = new URL(button.dataset.copy, location.href).href;
  return copy(button, link, () => selectBeside(button, link));
}

function copyText(button) {
  const text = document.getElementById(button.dataset.copyText);
  const select = () => (text.hidden ? selectBeside(button, text.textContent) : getSelection().selectAllChildren(text));
  return copy(button, text.textContent, select);
}

function typing(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-choice]");
  if (theme) chooseTheme(theme.dataset.themeChoice);
  const menu = event.target.closest(".menu-button");
  if (menu) toggleMenu(menu);
  const copy = event.target.closest("[data-copy]");
  if (copy) copyLink(copy);
  const text = event.target.closest("[data-copy-text]");
  if (text) copyText(text);
  if (event.target.closest("[data-print]")) print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "t" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const chart = event.target.closest(".chart") ?? document.querySelector(".chart:hover");
  const table = chart?.querySelector("details");
  if (!table) return;
  table.open = !table.open;
  table.querySelector("summary").focus();
});

// A long text is read in parts. A link made before, or one to a speech in another part, leads to the part that has it.
function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  const there = name ? document.getElementById(name) : null;
  const moved = there?.dataset.movedTo;
  if (moved) return location.replace(moved);
  const parts = document.querySelector("[data-find]");
  const query = new URLSearchParams(parts?.dataset.find);
  if (!name || !parts || there || new URLSearchParams(location.search).has("at")) return;
  query.set("at", name);
  location.replace(`?${query}${location.hash}`);
}

follow();
window.addEventListener("hashchange", follow);

window.addEventListener("beforeprint", () => {
  for (const table of document.querySelectorAll(".chart details")) table.open = true;
});

// Tabs are one row on a phone: the one that is open is in view, with an end of the one before it.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest(".tabs");
  row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - 72;
}

showTheme();
document.querySelector(".error-summary, [data-focus]")?.focus();

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  try { sessionStorage.clear(); } catch { /* a browser without storage has kept nothing */ }
});
