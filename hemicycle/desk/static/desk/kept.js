// What was typed and not saved yet, in this browser, by person, announcement and language. Saved, it is forgotten.

const name = (place) => ["desk", ...place].join(":");

export function keep(place, text) {
  try { localStorage.setItem(name(place), JSON.stringify(text)); } catch { /* a browser without storage keeps nothing beyond the page */ }
}

export function kept(place) {
  try { return JSON.parse(localStorage.getItem(name(place))); } catch { return null; }
}

export function forget(place) {
  try { localStorage.removeItem(name(place)); } catch { /* there was nothing kept */ }
}
