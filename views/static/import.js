// Shows how far an import is, and its result when it is done. Without this file the page reloads by itself.
"use strict";
(() => {
  const told = document.querySelector("[data-progress]");
  if (told) history.scrollRestoration = "manual"; // the result is read from its beginning
  const show = ({ done, of }) => {
    const words = told.querySelector("[data-done]");
    if (!words) return; // it is only being read
    words.textContent = `${done.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} rows`;
    told.querySelector("progress").value = done;
  };
  const look = async () => {
    try {
      const answer = await fetch(told.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const state = await answer.json();
        if (!state.running) return location.reload();
        show(state);
      }
    } catch { /* the next look may succeed */ }
    setTimeout(look, 1000);
  };
  if (told) setTimeout(look, 500);
})();
