// Counts what is ticked on the button that books it. Without this file the button books what is ticked all the same.
"use strict";
(() => {
  const form = document.getElementById("moves");
  const count = form && form.querySelector("[data-chosen] span");
  if (!count) return;
  const tell = () => { count.textContent = form.querySelectorAll("input[name=move]:checked").length; };
  form.addEventListener("change", tell);
  tell();
})();
