// Remarks at their words: the text lies once more behind its field, with the words marked that are remarked on.
// Places come as characters of Unicode; a script counts UTF-16 units.

function notesOf(form, part) {
  return [...form.closest(".language").querySelectorAll(`.language-remarks .note[data-part="${part}"]`)]
    .map((note) => ({ note, start: Number(note.dataset.start), end: Number(note.dataset.end), number: note.dataset.number }))
    .filter((one) => one.end > one.start)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

// What is warned of is written further down, in a form of its own.
function field(form, part) {
  if (part === "warning") return document.getElementById(`id_warnings-${form.closest(".language").dataset.lang}`);
  return form.querySelector(`.written[data-part="${part}"] textarea`);
}

// The server drops white space at both ends, and runs of it in one line: where a character of its text stands here.
function places(value, part) {
  const found = [];
  let at = 0, gap = true;
  for (const character of value) {
    const space = /\s/u.test(character);
    if (part !== "body" ? !(space && gap) : !(space && !found.length)) found.push(at);
    gap = space;
    at += character.length;
  }
  found.push(at);
  return found;
}

export function drawMarks(form) {
  for (const part of ["title", "body"]) {
    const written = field(form, part), box = written.parentElement;
    const behind = box.querySelector(".behind") ?? box.insertBefore(Object.assign(document.createElement("div"), { className: "behind" }), written);
    behind.ariaHidden = "true";
    const value = written.value, at = places(value, part), pieces = [];
    let done = 0;
    for (const one of notesOf(form, part)) {
      const start = Math.max(at[one.start] ?? value.length, done), end = at[one.end] ?? value.length;
      if (start >= end) continue;
      const mark = document.createElement("mark");
      mark.className = one.note.classList.contains("note-blocks") ? "blocks" : "advises";
      mark.textContent = value.slice(start, end);
      pieces.push(value.slice(done, start), mark);
      done = end;
    }
    behind.replaceChildren(...pieces, value.slice(done), "\n");
    for (const one of notesOf(form, part)) button(one.note);
  }
  for (const one of notesOf(form, "warning")) button(one.note);
}

// Without a script the number is a number; with one it leads to the words.
function button(note) {
  const number = note.querySelector("span[data-to-words]");
  if (!number) return;
  const leads = document.createElement("button");
  leads.type = "button";
  leads.className = number.className;
  leads.textContent = number.textContent;
  leads.dataset.toWords = "";
  leads.setAttribute("aria-label", `${number.textContent}: ${note.querySelector("q")?.textContent ?? ""}`);
  number.replaceWith(leads);
}

export function goTo(form, note) {
  const written = field(form, note.dataset.part);
  if (!written) return;
  const at = places(written.value, note.dataset.part);
  written.focus();
  written.setSelectionRange(at[Number(note.dataset.start)] ?? 0, at[Number(note.dataset.end)] ?? written.value.length);
}

export function step(forms, by) {
  const all = forms.flatMap((form) => ["title", "body", "warning"].flatMap((part) => notesOf(form, part).map((one) => ({ ...one, form, part }))));
  if (!all.length) return;
  const here = document.activeElement;
  const current = all.findIndex((one) => field(one.form, one.part) === here && places(here.value, one.part)[one.start] === here.selectionStart);
  const next = all[current < 0 ? (by > 0 ? 0 : all.length - 1) : (current + by + all.length) % all.length];
  goTo(next.form, next.note);
}
