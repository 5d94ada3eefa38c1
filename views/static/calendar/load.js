// How much of each day is booked: in the head of a cell, in the head of its lane, and, while a card is dragged, as it
// would be if it were dropped there.
"use strict";

const loads = (() => {
  const { made, bar } = cards;

  const changed = (load, hours) => ({ ...load, booked: load.booked + hours, left: load.left - hours });

  function cellLoad(lane, day, hours = 0) {
    const load = calendar.load(lane, day);
    if (load) return changed(load, hours);
    return hours > 0 ? { booked: hours, total: 0, left: -hours } : null;
  }

  function shown(lane, day, hours = 0) {
    const load = cellLoad(lane, day, hours);
    const line = made("div", "s-load");
    if (!load || (!load.total && load.booked <= 0)) return line;
    const level = words.level(load.booked, load.total);
    if (level) line.classList.add(level);
    line.append(bar(load), `${words.hours(load.booked)} / ${words.whole(load.total)} h`);
    return line;
  }

  function whole(lane) {
    const sum = { booked: 0, total: 0 };
    for (const { date } of calendar.days()) {
      const load = calendar.load(lane, date);
      if (load) (sum.booked += load.booked), (sum.total += load.total);
    }
    return sum;
  }

  function said({ booked, total }) {
    if (!total && !booked) return "no hours";
    const level = words.level(booked, total);
    return `${words.hours(booked)} of ${words.whole(total)} h${level ? `, ${level}` : ""}`;
  }

  // As if `hours` came to a cell, or left it.
  function preview(list, hours) {
    const cell = list.closest("td");
    cell?.querySelector(".s-load").replaceWith(shown(list.dataset.lane, list.dataset.day, hours));
  }

  // By how many hours an operation is too much for a cell; 0 when it fits.
  function excess(lane, day, hours) {
    const load = cellLoad(lane, day, hours);
    return load && words.exceeds(load.booked, load.total) ? load.booked - load.total : 0;
  }

  return { shown, whole, said, preview, excess };
})();
