// Before anything is drawn: light or dark as chosen, else as the system is; the sidebar as it was left.
"use strict";
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => { root.dataset.bsTheme = localStorage.getItem("theme") || (dark.matches ? "dark" : "light"); };
  show();
  dark.addEventListener("change", show);
  if (localStorage.getItem("side") === "folded") root.classList.add("s-folded");
})();
