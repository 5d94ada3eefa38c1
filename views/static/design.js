// The shop's page of a design: a press on the picture begins a note there, a press on a pin leads to its note.
// Every form works without this file.
"use strict";
(() => {
  const compose = document.getElementById("compose");

  addEventListener("compare:place", ({ detail }) => {
    if (!compose) return;
    const form = compose.querySelector("form");
    form.elements.x.value = detail.x;
    form.elements.y.value = detail.y;
    form.querySelector("[data-where]").textContent = ", at the place that you pressed";
    compose.open = true;
    form.elements.text.focus({ preventScroll: true });
    compose.scrollIntoView({ block: "nearest" });
  });

  addEventListener("compare:open", ({ detail }) => {
    const note = document.getElementById(`note-${detail.note}`);
    note?.focus({ preventScroll: true });
    note?.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("reset", ({ target }) => {
    if (!compose?.contains(target)) return;
    compose.open = false;
    target.querySelector("[data-where]").textContent = "";
    compose.querySelector("summary").focus({ preventScroll: true });
  });
})();
