// What was typed into a form outlives two things: a change of the language of a public page, and a session that had ended when staff sent it.
// It stays in this tab and for the same person, until the form is there again; never a password or a file. Once a form was answered, it is forgotten.

const PLACE = "typed";
const OPEN = "input:not([type=hidden], [type=password], [type=file], [type=submit], [type=button]), select, textarea";
const isPublic = document.body.matches(".public");
const person = document.body.dataset.person ?? "";

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.matches(OPEN));
}

// By where it is sent, and which of those on the page it is.
function named() {
  const found = new Map();
  for (const form of document.querySelectorAll("main form")) {
    const path = new URL(form.getAttribute("action") ?? "", location.href).pathname;
    let number = 0;
    while (found.has(`${path} ${number}`)) number += 1;
    found.set(`${path} ${number}`, form);
  }
  return found;
}

function valueOf(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked;
  return field.matches("select") ? [...field.options].map((option) => option.selected) : field.value;
}

// What the page chose itself, such as the language, it chooses anew; where it was refused, its values are the reader's.
function isTyped(field) {
  if (document.querySelector(".error-summary, .once-more")) return true;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function keep(why, forms, wanted) {
  const typed = forms.map(([name, form]) => [name, fieldsOf(form).map((field) => [field.name, wanted(field) ? valueOf(field) : null])]);
  store(typed.some(([, values]) => values.some(([, value]) => value !== null)) ? { why, person, typed } : null);
}

function store(found) {
  try {
    if (found) sessionStorage.setItem(PLACE, JSON.stringify(found));
    else sessionStorage.removeItem(PLACE);
  } catch { /* a browser without storage keeps nothing */ }
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE));
  } catch {
    return null;
  }
}

function fill(field, value) {
  if (value === null) return;
  if (typeof value === "boolean") field.checked = value;
  else if (Array.isArray(value)) value.forEach((selected, at) => { if (field.options[at]) field.options[at].selected = selected; });
  else field.value = value;
  const fold = field.closest("details");
  if (fold) fold.open = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function fillAll(typed) {
  const forms = named();
  const here = typed.filter(([name]) => forms.has(name));
  for (const [name, values] of here) {
    const fields = fieldsOf(forms.get(name));
    values.forEach(([field, value], at) => { if (fields[at]?.name === field) fill(fields[at], value); });
  }
  return here.map(([name]) => forms.get(name));
}

// Else whoever signed in again would take it for sent.
function say(form) {
  const line = document.createElement("p");
  line.className = "note-line";
  line.setAttribute("role", "status");
  form.prepend(line);
  line.textContent = document.body.dataset.kept;
}

function arrive() {
  const found = stored();
  if (!found) return;
  if (found.why === "language") {
    store(null);
    fillAll(found.typed);
  } else if (isPublic) {
    // The session had ended. A second factor may be asked for before one is back.
    const asks = document.querySelector("main form input[type=password]");
    if (asks) store({ ...found, why: "signed out" });
    else if (found.why === "sent") store(null);
  } else if (found.why === "sent" || found.person !== person) {
    store(null);
  } else {
    const filled = fillAll(found.typed);
    if (filled.length) store(null);
    filled.forEach(say);
  }
}

// Once the page listens: what is counted while one types is counted of what is filled in, too.
window.addEventListener("load", arrive);
document.querySelector(".public .switch[action]")?.addEventListener("submit", () => keep("language", [...named()], isTyped));
document.addEventListener("submit", (event) => {
  const sent = [...named()].filter(([, form]) => form === event.target);
  // Before a letter is answered again, it is opened again: by another form.
  const waits = stored()?.why === "signed out";
  if (!isPublic && !waits && sent.length && event.target.method === "post") keep("sent", sent, () => true);
});
