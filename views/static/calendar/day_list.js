// On a phone: the days as a row of buttons with their load, and the chosen one as a list with “Move…”.
"use strict";

(() => {
  const { made, card, bar } = cards;
  const board = document.getElementById("k-board");
  const tray = document.getElementById("k-tray");
  let chosen = "";

  const shop = (date) => {
    const sum = { booked: 0, total: 0 };
    for (const lane of calendar.lanes()) {
      const load = calendar.load(lane.id, date);
      if (load) (sum.booked += load.booked), (sum.total += load.total);
    }
    return sum;
  };

  function dayButton({ date, open, name }) {
    const button = made("button", "btn k-day");
    button.type = "button";
    button.setAttribute("aria-pressed", String(date === chosen));
    const load = shop(date);
    button.setAttribute("aria-label", `${words.fullDay(date)}${name ? `, ${name}` : ""}, ${open || load.booked ? loads.said(load) : "closed"}`);
    button.append(made("span", "", words.shortDay(date)), bar(load));
    button.addEventListener("click", () => {
      chosen = date;
      calendar.draw();
      board.querySelector(".k-day[aria-pressed=true]").focus();
    });
    return button;
  }

  function row(operation) {
    const line = made("div", "k-row");
    line.append(card(operation));
    if (cards.isMovable(operation)) {
      const button = made("button", "btn btn-sm", "Move…");
      button.type = "button";
      button.dataset.move = operation.id;
      button.setAttribute("aria-label", `Move ${operation.job_number} ${operation.stage_name}…`);
      line.append(button);
    }
    return line;
  }

  function section(title, end, isFull, operations) {
    const [box, head, body] = [made("section", "card"), made("div", "card-header"), made("div", "card-body k-rows")];
    head.append(made("h2", "", title), made("span", `s-end ${isFull ? "s-late" : "s-2"}`, end));
    body.append(...operations.map(row));
    if (operations.length) box.append(head, body);
    else box.append(head);
    return box;
  }

  function laneSection(lane) {
    const load = calendar.load(lane.id, chosen);
    const shown = calendar.inCell(lane.id, chosen).filter(calendar.passes);
    if (!load?.total && !shown.length) return null;
    const told = load ?? { booked: 0, total: 0 };
    return section(lane.name, lane.fixed ? "" : loads.said(told), words.level(told.booked, told.total) === "full", shown);
  }

  function draw() {
    const { today, start, backlog } = calendar.told();
    const days = calendar.days();
    if (!days.some((day) => day.date === chosen)) chosen = (days.find((day) => day.date >= today && day.open) ?? days[0])?.date ?? start;
    const strip = made("div", "k-days");
    strip.setAttribute("role", "group");
    strip.setAttribute("aria-label", "Days shown");
    const scrolled = board.querySelector(".k-days")?.scrollLeft;
    strip.append(...days.map(dayButton));
    const lanes = calendar.lanes().map(laneSection).filter(Boolean);
    board.replaceChildren(strip, ...(lanes.length ? lanes : [made("p", "empty", "Nobody has hours on this day, and nothing is planned.")]));
    strip.scrollLeft = scrolled ?? (board.querySelector(".k-day[aria-pressed=true]")?.offsetLeft ?? 0) - 16;
    tray.replaceChildren(section(`Backlog ${backlog.count}`, `${words.hours(Number(backlog.hours))} h`, false, backlog.operations.filter(calendar.passes)));
    document.dispatchEvent(new CustomEvent("calendar:drawn"));
  }

  document.addEventListener("calendar:draw", () => calendar.phone.matches && draw());
})();
