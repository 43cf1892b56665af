// The choice of one among many (select2) says its name to a screen reader; rows added later too.

function name() {
  for (const shown of document.querySelectorAll(".select2-selection[role=combobox]:not([aria-label])")) {
    const select = shown.closest(".select2-container")?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label) continue;
    shown.removeAttribute("aria-labelledby");
    const value = shown.querySelector(".select2-selection__rendered");
    for (const attribute of ["role", "aria-readonly"]) value?.removeAttribute(attribute);
    shown.setAttribute("aria-label", `${label.textContent.trim()}: ${shown.textContent.replace("×", "").trim()}`);
    select.onchange = () => shown.setAttribute("aria-label", `${label.textContent.trim()}: ${select.selectedOptions[0]?.textContent ?? ""}`);
  }
}

// select2 draws in its own time, and again for each row that is added.
name();
new MutationObserver(name).observe(document.getElementById("main"), { childList: true, subtree: true });
// Its field of search and its list appear when it opens.
document.addEventListener("focusin", (event) => {
  const field = event.target.closest?.(".select2-search__field");
  const opened = field && document.querySelector(".select2-container--open .select2-selection");
  if (!opened) return;
  field.ariaLabel ||= opened.ariaLabel ?? "";
  opened.setAttribute("aria-controls", opened.getAttribute("aria-owns") ?? field.getAttribute("aria-controls") ?? "");
});
