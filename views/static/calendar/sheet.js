// The sheet of a day goes to the printer.
"use strict";
document.querySelector("[data-print]")?.addEventListener("click", () => print());
