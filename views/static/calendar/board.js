// The board: a table of lanes and days, the tray of what waits, and the filters. On a phone day_list.js draws instead.
"use strict";

(() => {
  const { made, icon, list, bar } = cards;
  const board = document.getElementById("k-board");
  const tray = document.getElementById("k-tray");
  const key = document.getElementById("k-key");

  function dayHead(day) {
    const head = made("th");
    head.scope = "col";
    const isToday = day.date === calendar.told().today;
    head.append(made("span", isToday ? "k-today" : "", words.shortDay(day.date) + (isToday ? " · today" : "")));
    const note = day.name || (day.open ? "" : "closed");
    if (note) head.append(" ", made("small", "", note));
    head.classList.toggle("k-closed", !day.open);
    return head;
  }

  function laneHead(lane) {
    const head = made("th", "k-lane");
    head.scope = "row";
    head.append(made("b", "", lane.name));
    if (lane.subtitle) head.append(made("small", "", lane.subtitle));
    if (!lane.fixed) {
      const sum = loads.whole(lane.id);
      head.append(bar(sum), made("small", "k-sum", loads.said(sum)));
    }
    return head;
  }

  function cell(lane, day) {
    const box = made("td", day.open ? "" : "k-closed");
    const shown = calendar.inCell(lane.id, day.date).filter(calendar.passes);
    box.append(loads.shown(lane.id, day.date), list(shown, lane.id, day.date));
    return box;
  }

  function table() {
    const days = calendar.days();
    const head = made("tr");
    head.append(made("td"), ...days.map(dayHead));
    const rows = calendar.lanes().map((lane) => {
      const row = made("tr");
      row.append(laneHead(lane), ...days.map((day) => cell(lane, day)));
      return row;
    });
    const [whole, top, body] = [made("table", "k-board"), made("thead"), made("tbody")];
    top.append(head);
    body.append(...rows);
    whole.append(made("caption", "visually-hidden", "What is planned, by lane and day"), top, body);
    return whole;
  }

  function nothingYet() {
    const box = made("div", "k-empty");
    const whom = { employees: ["people", "/employees/add", "Add a person"], machines: ["machines", "/machines/add", "Add a machine"] }[calendar.told().resources];
    box.append(made("p", "", `There are no ${whom?.[0] ?? "stages"} to plan for.`));
    if (whom) box.append(Object.assign(made("a", "btn", whom[2]), { href: whom[1] }));
    return box;
  }

  function drawBoard() {
    const scrolled = board.querySelector(".k-scroll");
    const scroll = made("div", "k-scroll");
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Plan by lane and day");
    scroll.append(calendar.lanes().length ? table() : nothingYet());
    board.replaceChildren(scroll);
    if (scrolled) scroll.scrollTo(scrolled.scrollLeft, scrolled.scrollTop);
    else scroll.scrollLeft = todayAt(scroll);
  }

  function todayAt(scroll) {
    const today = scroll.querySelector("thead .k-today")?.closest("th");
    const lanes = scroll.querySelector("thead td");
    return today && calendar.root.dataset.view === "month" ? today.offsetLeft - lanes.offsetWidth - 8 : 0;
  }

  function drawTray() {
    const { count, hours, operations } = calendar.told().backlog;
    const shown = operations.filter(calendar.passes);
    const [card, head, body] = [made("section", "card"), made("div", "card-header"), made("div", "card-body")];
    const title = made("h2", "", "Backlog ");
    title.append(made("span", "n", count));
    head.append(title, made("span", "s-end s-3", `${words.hours(Number(hours))} h`));
    const hint = !count ? "Nothing waits: every operation has its day." : calendar.may.move ? "Drag onto a day, or select one and press M to move it, S to split it. Operations of one job keep their order." : "";
    const more = count > operations.length ? `${count - operations.length} more wait behind these. ` : "";
    body.append(list(shown, "", ""), made("p", "s-12 s-3", more + hint));
    card.append(head, body);
    tray.replaceChildren(card);
  }

  const toggle = (set, value) => (set.has(value) ? set.delete(value) : set.add(value));

  function filterButton(text, set, value, sign) {
    const button = made("button", "k-filter");
    button.type = "button";
    button.setAttribute("aria-pressed", String(set.has(value)));
    button.append(sign, text);
    button.addEventListener("click", () => {
      toggle(set, value);
      button.setAttribute("aria-pressed", String(set.has(value)));
      calendar.writeFilters();
      calendar.draw();
    });
    return button;
  }

  function drawKey() {
    if (key.firstChild) return;
    const { stages, only } = calendar.filters;
    const dots = calendar.told().stages.map((stage) => filterButton(stage.name, stages, stage.key, made("i", `k-dot k-${stage.colour}`)));
    const late = filterButton("Late", only, "late", icon("alert-triangle", "s-late"));
    const blocked = filterButton("Blocked", only, "blocked", icon("shield-x", "s-late"));
    const rush = filterButton("Rush", only, "rush", icon("bolt", "k-rush"));
    key.append(...dots, late, blocked, rush);
  }

  const find = document.getElementById("k-find");
  find.value = calendar.filters.words;
  find.addEventListener("input", () => {
    calendar.filters.words = find.value.trim();
    calendar.writeFilters();
    calendar.draw();
  });

  document.addEventListener("calendar:draw", () => {
    drawKey();
    if (!calendar.phone.matches) drawBoard();
    if (!calendar.phone.matches) drawTray();
    if (!calendar.phone.matches) document.dispatchEvent(new CustomEvent("calendar:drawn"));
  });
  calendar.phone.addEventListener("change", calendar.draw);
})();
