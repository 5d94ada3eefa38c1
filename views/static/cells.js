// The cells of a grid that can be changed where they stand: reached by Tab and the arrow keys, asked for by a double
// click, by Enter or F2, or by their pencil. What is then asked is quick.js's.
"use strict";
(() => {
  const table = document.querySelector("table[data-quick]");
  if (!table) return;
  const body = table.tBodies[0];
  const isQuick = [...table.tHead.rows[0].cells].map((head) => "quick" in head.dataset);
  const pen = document.getElementById("quick-pen").content.firstElementChild.cloneNode(true);

  const quickCells = (part) => [...part.querySelectorAll("td")].filter((cell) => isQuick[cell.cellIndex]);
  const cellAt = (target) => {
    const cell = target.closest?.("td");
    return cell && body.contains(cell) && isQuick[cell.cellIndex] ? cell : null;
  };
  const ask = (cell) => cell.dispatchEvent(new Event("ask", { bubbles: true }));

  function prepare(part) {
    for (const cell of quickCells(part)) {
      cell.tabIndex = -1;
      cell.setAttribute("aria-describedby", "quick-hint");
    }
  }

  // One cell is a stop of the Tab key; the arrow keys lead on from it.
  function reach(cell) {
    const earlier = body.querySelector("td[tabindex='0']");
    if (earlier) earlier.tabIndex = -1;
    cell.tabIndex = 0;
  }

  function move(cell, { key }) {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (!steps[key]) return false;
    const [down, right] = steps[key];
    const [rows, beside] = [[...body.rows], quickCells(cell.parentElement)];
    const row = rows[rows.indexOf(cell.parentElement) + down];
    const next = right ? beside[beside.indexOf(cell) + right] : row?.cells[cell.cellIndex];
    next?.focus();
    return true;
  }

  function offerPen(cell) {
    if (document.activeElement === pen || cell.contains(pen)) return;
    const edit = cell.parentElement.querySelector(".deeds a[href*='/edit/']");
    pen.setAttribute("aria-label", `Change ${cell.dataset.heading} of ${edit.getAttribute("aria-label").replace(/^Edit /, "")}`);
    cell.append(pen);
  }

  body.addEventListener("focusin", ({ target }) => {
    const cell = cellAt(target);
    if (!cell) return;
    reach(cell);
    offerPen(cell);
  });
  body.addEventListener("pointerover", ({ target, pointerType }) => {
    const cell = pointerType === "mouse" && cellAt(target);
    if (cell) offerPen(cell);
  });
  body.addEventListener("pointerleave", () => {
    const reached = cellAt(document.activeElement);
    if (reached) offerPen(reached);
    else pen.remove();
  });
  body.addEventListener("dblclick", ({ target }) => {
    const cell = cellAt(target);
    if (cell && !target.closest("a, button")) ask(cell);
  });
  body.addEventListener("keydown", (event) => {
    const cell = cellAt(event.target);
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const opens = event.key === "F2" || (event.key === "Enter" && event.target === cell);
    if (opens) ask(cell);
    if (opens || (event.target === cell && move(cell, event))) event.preventDefault();
  });
  pen.addEventListener("click", () => ask(pen.closest("td")));
  body.addEventListener("drawn", ({ target }) => prepare(target));

  prepare(body);
  const [first] = quickCells(body);
  if (first) first.tabIndex = 0;
})();
