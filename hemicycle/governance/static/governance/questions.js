// The key questions: whoever types a value means it; a saved answer marks its option.

function chosen(question) {
  for (const answer of question.querySelectorAll(".answer")) {
    answer.classList.toggle("answer-chosen", Boolean(answer.querySelector(":scope > input:checked")));
  }
}

document.addEventListener("input", (event) => {
  const own = event.target.closest(".answer-own")?.querySelector("[data-own]");
  if (own && own !== event.target) own.checked = true;
});

document.addEventListener("change", (event) => {
  const question = event.target.closest("[data-question]");
  if (question) chosen(question);
});

// To choose another value is to go and type it: nothing is sent before it is there.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-own]")) return;
  const field = event.target.closest(".answer-own").querySelector(".own-value :is(input, select, textarea)");
  if (!field || field.value) return;
  event.stopPropagation();
  field.focus();
}, true);
