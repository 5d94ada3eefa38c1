// Questions before something is deleted, and the actions on selected rows: the content security policy allows no
// inline handlers.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-raw-action]");
  if (!chosen) return;
  event.preventDefault();
  window.modelActions.execute(chosen.dataset.rawAction);
});

// Flask-Admin names its check boxes by their tooltips only, which not every screen reader tells.
for (const box of document.querySelectorAll("input[type=checkbox][title]")) box.setAttribute("aria-label", box.title);
