// The palette (Ctrl K): the menu, and what the search page finds, in one list worked with the arrow keys.

const palette = document.getElementById("palette");
const field = palette.querySelector("input");
const list = palette.querySelector("[role=listbox]");
const none = palette.querySelector(".palette-none");
let asked = 0;
let chosen = -1;

function menuEntries(words) {
  const links = [...document.querySelectorAll(".menu a")];
  return links
    .map((link) => ({ title: link.dataset.label, group: palette.dataset.menu, url: link.href }))
    .filter((entry) => words.every((word) => entry.title.toLocaleLowerCase().includes(word)));
}

async function foundEntries(query) {
  if (!palette.dataset.search || query.length < 2) return [];
  const answer = await fetch(`${palette.dataset.search}?q=${encodeURIComponent(query)}`);
  if (!answer.ok) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll("#results a")].map((link) => ({
    title: link.textContent.trim(), group: link.dataset.kind ?? "", url: link.getAttribute("href"),
  }));
}

function option(entry, index) {
  const item = document.createElement("li");
  item.role = "option";
  item.id = `palette-${index}`;
  item.dataset.url = entry.url;
  const title = document.createElement("span");
  title.textContent = entry.title;
  const group = document.createElement("span");
  group.className = "group";
  group.textContent = entry.group;
  item.append(title, group);
  return item;
}

function choose(index) {
  const items = [...list.children];
  chosen = items.length ? (index + items.length) % items.length : -1;
  items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
  items[chosen]?.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", items[chosen]?.id ?? "");
}

function show(entries) {
  list.replaceChildren(...entries.map(option));
  list.hidden = entries.length === 0;
  none.hidden = entries.length > 0;
  field.setAttribute("aria-expanded", String(entries.length > 0));
  choose(0);
}

async function refresh() {
  const turn = ++asked;
  const query = field.value.trim().toLocaleLowerCase();
  const menu = menuEntries(query.split(/\s+/).filter(Boolean));
  show(menu);
  const found = await foundEntries(query);
  if (turn === asked && found.length) show([...menu, ...found]);
}

function go(item) {
  if (item) location.assign(item.dataset.url);
}

function open() {
  if (palette.open) return;
  field.value = "";
  palette.showModal();
  refresh();
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  open();
});
document.querySelector(".palette-button")?.addEventListener("click", open);
field.addEventListener("input", refresh);
field.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); choose(chosen + step); }
  if (event.key === "Enter") { event.preventDefault(); go(list.children[chosen]); }
});
list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
