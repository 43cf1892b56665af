// What was typed on a public page outlives a change of its language: it is filled in again on the next page, and forgotten.
// It stays in this tab, from the click until that page: in no address, on no server, and never a password or a file.

const PLACE = "typed before the switch";
const OPEN = "input:not([type=hidden], [type=password], [type=file], [type=submit], [type=button]), select, textarea";

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.matches(OPEN));
}

function valueOf(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked;
  return field.matches("select") ? [...field.options].map((option) => option.selected) : field.value;
}

// What the page chose itself, such as the language, it chooses anew; where it was refused, its values are the reader's.
function isTyped(field) {
  if (document.querySelector(".error-summary")) return true;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function keep() {
  const forms = [...document.querySelectorAll("main form")];
  const typed = forms.map((form) => fieldsOf(form).map((field) => [field.name, isTyped(field) ? valueOf(field) : null]));
  if (!typed.flat().some(([, value]) => value !== null)) return;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, typed }));
  } catch { /* a browser without storage keeps nothing */ }
}

function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    return found?.path === location.pathname ? found.typed : [];
  } catch {
    return [];
  }
}

function fill(field, value) {
  if (value === null) return;
  if (typeof value === "boolean") field.checked = value;
  else if (Array.isArray(value)) value.forEach((selected, at) => { if (field.options[at]) field.options[at].selected = selected; });
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const forms = [...document.querySelectorAll("main form")];
kept().forEach((typed, at) => {
  const fields = forms[at] ? fieldsOf(forms[at]) : [];
  typed.forEach(([name, value], place) => { if (fields[place]?.name === name) fill(fields[place], value); });
});

document.querySelector(".switch[action]")?.addEventListener("submit", keep);
