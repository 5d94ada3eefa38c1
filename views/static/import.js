// Shows how far an import is, and its result when it is done. Without this file the page reloads by itself.
"use strict";
(() => {
  const told = document.querySelector("[data-progress]");
  const look = async () => {
    try {
      const answer = await fetch(told.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const state = await answer.json();
        if (!state.running) return location.reload();
        if (state.done) told.querySelector("[data-done]").textContent = `${state.done.toLocaleString()} of ${state.of.toLocaleString()} rows`;
      }
    } catch { /* the next look may succeed */ }
    setTimeout(look, 1000);
  };
  if (told) setTimeout(look, 500);
})();
