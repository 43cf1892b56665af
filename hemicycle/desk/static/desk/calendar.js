// Drags an announcement to another day. What needs no question is moved at once; else the page that asks opens.
const form = document.getElementById("move");
let dragged = null;

for (const entry of document.querySelectorAll("[data-move]")) {
  entry.draggable = true;
  entry.addEventListener("dragstart", (event) => {
    dragged = entry;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", entry.dataset.move);
    entry.classList.add("is-dragged");
  });
  entry.addEventListener("dragend", () => {
    entry.classList.remove("is-dragged");
    dragged = null;
  });
}

for (const day of document.querySelectorAll("[data-day]")) {
  day.addEventListener("dragover", (event) => {
    if (!dragged || day.contains(dragged)) return;
    event.preventDefault();
    day.classList.add("is-target");
  });
  day.addEventListener("dragleave", () => day.classList.remove("is-target"));
  day.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    day.classList.remove("is-target");
    const { move, direct } = dragged.dataset;
    if (direct === undefined) {
      location.assign(`${move}&day=${day.dataset.day}`);
      return;
    }
    form.action = move;
    form.elements.day.value = day.dataset.day;
    form.submit();
  });
}
