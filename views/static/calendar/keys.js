// The calendar by keyboard: one card takes the focus, arrows lead from card to card, M moves it, S splits it, Ctrl Z takes
// it back.
"use strict";

(() => {
  let focused = ""; // the id of the card that has the focus, or had it when the board was drawn anew
  let last = "";

  const all = (part) => [...part.querySelectorAll(".s-op[data-id]:not(.gone)")];
  const find = (id) => id && calendar.root.querySelector(`.s-op[data-id="${CSS.escape(id)}"]:not(.gone)`);

  document.addEventListener("focusin", ({ target }) => {
    const card = target.closest?.(".s-op[data-id]");
    focused = card?.dataset.id ?? "";
    if (!card) return;
    last = focused;
    rove(card);
  });

  function rove(card) {
    const part = card.closest("#k-tray, #k-board");
    for (const each of all(part)) each.tabIndex = each === card ? 0 : -1;
  }

  document.addEventListener("calendar:drawn", () => {
    for (const part of calendar.root.querySelectorAll("#k-board, #k-tray")) {
      const mine = all(part);
      const first = mine.find((each) => each.dataset.id === last) ?? mine[0];
      if (first) first.tabIndex = 0;
    }
    const card = find(focused);
    if (card && (document.activeElement === document.body || document.activeElement === null)) card.focus({ preventScroll: true });
  });

  const rows = () => [...calendar.root.querySelectorAll(".k-board tbody tr")];

  function beside(card, step) {
    const cell = card.closest("td");
    if (!cell) return step < 0 ? find(last) ?? all(document.getElementById("k-board")).at(-1) : null;
    const place = all(cell).indexOf(card);
    for (let next = step > 0 ? cell.nextElementSibling : cell.previousElementSibling; next; next = step > 0 ? next.nextElementSibling : next.previousElementSibling) {
      const found = all(next);
      if (found.length) return found[Math.min(place, found.length - 1)];
    }
    return step > 0 ? all(document.getElementById("k-tray"))[0] : null;
  }

  function above(card, step) {
    const list = all(card.parentElement.closest("td, .k-cards, .k-rows") ?? card.parentElement);
    const next = list[list.indexOf(card) + step];
    if (next) return next;
    const cell = card.closest("td");
    if (!cell) return null;
    const lines = rows();
    for (let at = lines.indexOf(cell.parentElement) + step; lines[at]; at += step) {
      const found = all(lines[at].cells[cell.cellIndex]);
      if (found.length) return found.at(step > 0 ? 0 : -1);
    }
    return null;
  }

  const STEPS = { ArrowRight: (card) => beside(card, 1), ArrowLeft: (card) => beside(card, -1), ArrowDown: (card) => above(card, 1), ArrowUp: (card) => above(card, -1) };

  function ask(card) {
    const operation = calendar.operation(card.dataset.id);
    if (cards.isMovable(operation)) return dialogs.openMove(operation);
    deeds.say(calendar.may.move ? `${operation.job_number} cannot be moved: it is ${operation.status.replace("_", " ").toLowerCase()}.` : "Your role looks at the calendar and does not move what is in it.");
  }

  calendar.root.addEventListener("keydown", (event) => {
    const card = event.target.closest(".s-op[data-id]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) {
      event.preventDefault();
      STEPS[event.key](card)?.focus();
    } else if (["m", "M", "Enter", " "].includes(event.key)) {
      event.preventDefault();
      ask(card);
    } else if (["s", "S"].includes(event.key) && calendar.may.split && cards.isMovable(calendar.operation(card.dataset.id))) {
      event.preventDefault();
      dialogs.openSplit(calendar.operation(card.dataset.id));
    }
  });
  calendar.root.addEventListener("dblclick", (event) => {
    const card = event.target.closest(".s-op[data-id]");
    if (card) ask(card);
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, dialog");
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey && !isTyping && deeds.canUndo()) {
      event.preventDefault();
      deeds.undo();
    }
  });
})();
