// Runs before the page is drawn, so that a dark page never flashes light. "system" follows the device.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try { return localStorage.getItem("theme") || "system"; } catch { return "system"; }
  };
  const apply = () => {
    const choice = kept();
    root.dataset.theme = choice;
    root.dataset.bsTheme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
  };
  root.classList.add("js");
  dark.addEventListener("change", apply);
  window.addEventListener("theme:chosen", apply);
  apply();
})();
