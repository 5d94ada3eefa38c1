// The raw tables: a question before rows are deleted, and the ticks. Without this file the question is a page.
"use strict";
(() => {
  const question = document.getElementById("question");
  let sure = null;

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.confirm || sure === button) return;
    event.preventDefault();
    question.querySelector("h2").textContent = button.dataset.confirm;
    question.returnValue = "no";
    question.onclose = () => {
      if (question.returnValue !== "yes") return button.focus();
      const said = document.createElement("input");
      Object.assign(said, { type: "hidden", name: "sure", value: "y" });
      event.target.append(said);
      sure = button;
      event.target.requestSubmit(button);
      sure = null;
      said.remove();
    };
    question.showModal();
  });
  for (const answer of question.querySelectorAll("[data-answer]")) {
    answer.addEventListener("click", () => question.close(answer.dataset.answer));
  }

  const all = document.querySelector("[data-tick-all]");
  if (!all) return;
  const form = all.form;
  const boxes = [...form.querySelectorAll("input[name=rowid]")];

  function show() {
    const number = boxes.filter((box) => box.checked).length;
    all.checked = number > 0;
    all.indeterminate = number > 0 && number < boxes.length;
    form.querySelector("[data-ticked]").textContent = `${number} ticked`;
  }
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  addEventListener("pageshow", show);
})();
