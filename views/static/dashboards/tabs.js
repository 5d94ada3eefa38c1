// The tab of the page is seen, however many stand before it: on a phone they do not all fit.
(() => {
  "use strict";
  const tab = document.querySelector(".board-tabs [aria-current]");
  if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
})();
