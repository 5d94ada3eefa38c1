// Cards are dragged between the cells and the tray, by mouse and by touch. The bars show each day as it would be; where it
// would be too much, the card is dashed red and says by how much.
"use strict";

(() => {
  const HOLD = 180; // milliseconds that a finger rests before it drags: sooner it scrolls
  let sortables = [];
  let drag = null; // { operation, from, gone, over }

  const operationOf = (card) => calendar.operation(card.dataset.id);
  const cardsIn = (list, except) => [...list.children].filter((each) => each !== except && !each.matches(".gone"));

  function isPlace(list, operation) {
    const { lane, day } = list.dataset;
    if (!day) return true; // the tray
    if (calendar.told().resources === "stages") return lane === operation.stage_id;
    return lane !== "" || (calendar.laneOf(operation) === "" && operation.date !== null);
  }

  function begin({ item, from }) {
    calendar.hold();
    const operation = operationOf(item);
    const gone = item.cloneNode(true);
    gone.classList.remove("sortable-ghost", "sortable-chosen", "k-movable");
    gone.classList.add("gone");
    gone.setAttribute("aria-hidden", "true");
    gone.removeAttribute("role");
    gone.removeAttribute("data-id");
    gone.hidden = true;
    item.after(gone);
    drag = { operation, from, gone, over: from, about: item.querySelector("small").textContent };
    calendar.root.classList.add("k-dragging");
    toasts.clear();
  }

  // The day that was left, the day that is hovered over, and the card itself.
  function preview(item) {
    const list = item.parentElement;
    const { operation, from } = drag;
    if (drag.over !== list) loads.preview(drag.over, drag.over === from && drag.over.dataset.day ? -operation.hours : 0);
    drag.over = list;
    drag.gone.hidden = list === from;
    const isOther = list !== from;
    loads.preview(from, isOther ? -operation.hours : 0);
    if (isOther) loads.preview(list, operation.hours);
    const { lane, day } = list.dataset;
    const excess = isOther && day ? loads.excess(lane, day, operation.hours) : 0;
    for (const each of [item, document.querySelector(".sortable-fallback")].filter(Boolean)) {
      each.classList.toggle("refused", excess > 0);
      each.querySelector("small").textContent = excess > 0 ? `${words.hours(excess)} h too much` : drag.about;
    }
  }

  // Where it lies now among what is shown, as a place among all of the day.
  function placeOf(item, list) {
    const shown = cardsIn(list, item).map((each) => each.dataset.id);
    const next = [...list.children].slice([...list.children].indexOf(item) + 1).find((each) => !each.matches(".gone"))?.dataset.id;
    const { lane, day } = list.dataset;
    const cell = calendar.inCell(lane, day).filter((each) => each !== drag.operation);
    const at = next ? cell.findIndex((each) => each.id === next) : cell.length;
    return shown.length ? deeds.place(cell, at) : deeds.place(cell, cell.length);
  }

  const laneNow = (lane) => (calendar.told().resources === "stages" || !lane ? {} : { [calendar.laneIdName()]: lane });

  function isUnmoved(item, list) {
    if (list !== drag.from) return false;
    if (!list.dataset.day) return true; // the tray has an order of its own
    const now = cardsIn(list).map((each) => each.dataset.id);
    const before = calendar.inCell(list.dataset.lane, list.dataset.day).filter(calendar.passes).map((each) => each.id);
    return now.join() === before.join();
  }

  async function drop(item) {
    const list = item.parentElement;
    const { operation } = drag;
    if (isUnmoved(item, list)) return calendar.draw();
    const { lane, day } = list.dataset;
    if (day && !operation.employee_id && !operation.machine_id && calendar.told().resources === "stages") {
      calendar.draw();
      return dialogs.openMove(operation, { date: day });
    }
    item.classList.remove("refused");
    item.classList.add("pending");
    const { priority, followers } = day ? placeOf(item, list) : { followers: [] };
    const to = day ? { date: day, ...laneNow(lane), ...(priority === undefined ? {} : { priority }) } : { date: null };
    const refused = await deeds.move(operation, to, { followers });
    refused ? toasts.refused(refused) : toasts.done(operation, to);
  }

  async function end({ item }) {
    calendar.root.classList.remove("k-dragging");
    const done = drop(item);
    drag = null;
    calendar.release();
    await done;
  }

  const OPTIONS = {
    group: "operations",
    draggable: ".k-movable",
    filter: ".k-grip, .k-more",
    preventOnFilter: false,
    forceFallback: true,
    fallbackOnBody: true,
    fallbackTolerance: 4,
    delay: HOLD,
    delayOnTouchOnly: true,
    touchStartThreshold: 8,
    emptyInsertThreshold: 2,
    animation: 0,
    scrollSensitivity: 48,
    bubbleScroll: true,
    onStart: begin,
    onMove: ({ to }) => isPlace(to, drag.operation),
    onChange: ({ item }) => preview(item),
    onEnd: end,
  };

  document.addEventListener("calendar:drawn", () => {
    for (const each of sortables) each.destroy();
    sortables = calendar.may.move && !calendar.phone.matches ? [...calendar.root.querySelectorAll(".k-cards")].map((list) => new Sortable(list, OPTIONS)) : [];
  });
})();
