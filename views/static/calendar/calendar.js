// The calendar: what the shop told of it, found by lane, day and operation, and what its address filters out. The files
// beside it draw that (board, day_list, cards), change it (speak, drag, resize, dialog, keys) and keep it right (live).
"use strict";

const calendar = (() => {
  const root = document.getElementById("calendar");
  const phone = matchMedia("(max-width: 767.98px)");
  const filters = readFilters();
  let told = {};
  let byId = new Map();
  let byCell = new Map();
  let load = new Map();
  let lanes = []; // and what else is asked for each card is found once
  let days = [];
  let byResource = new Map();

  const cellKey = (lane, day) => `${lane}|${day}`;
  const laneIdName = () => ({ employees: "employee_id", machines: "machine_id", stages: "stage_id" })[told.resources];

  function readFilters() {
    const asked = new URLSearchParams(location.search);
    const list = (name) => new Set((asked.get(name) ?? "").split(",").filter(Boolean));
    return { stages: list("stage"), only: list("only"), words: (asked.get("q") ?? "").trim() };
  }

  // The address says what is shown, so that a link shows the same.
  function writeFilters() {
    const address = new URL(location.href);
    const kept = { stage: [...filters.stages].join(","), q: filters.words, only: [...filters.only].join(",") };
    for (const link of [address, ...root.querySelectorAll("a[data-kept]")]) {
      const query = new URLSearchParams(link.search);
      for (const [name, value] of Object.entries(kept)) value ? query.set(name, value) : query.delete(name);
      link.search = query;
    }
    history.replaceState(null, "", address);
  }

  function take(answer) {
    told = answer;
    byId = new Map();
    byCell = new Map();
    load = new Map(told.load.map((each) => [cellKey(each.lane, each.date), { booked: Number(each.booked), total: Number(each.total), left: Number(each.left) }]));
    for (const operation of [...told.operations, ...told.backlog.operations]) {
      operation.hours = Number(operation.hours);
      byId.set(operation.id, operation);
      if (operation.date) put(operation);
    }
    for (const cell of byCell.values()) cell.sort(inOrder);
    told.backlog.operations.sort(byUrgency);
    lanes = lanesOf();
    days = daysOf();
    byResource = new Map([...told.lanes, ...told.employees, ...told.machines].map((each) => [each.id, each]));
  }

  function put(operation) {
    const key = cellKey(operation[laneIdName()] ?? "", operation.date);
    byCell.has(key) ? byCell.get(key).push(operation) : byCell.set(key, [operation]);
  }

  const compared = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  const inOrder = (one, other) => one.priority - other.priority || compared(one.start_time ?? "", other.start_time ?? "") || compared(one.id, other.id);
  const byUrgency = (one, other) => other.rush - one.rush || compared(one.due_on ?? "9", other.due_on ?? "9") || compared(one.job_number, other.job_number) || compared(one.id, other.id);

  const contains = (text, part) => text.toLowerCase().includes(part);

  function passes(operation) {
    if (filters.stages.size && !filters.stages.has(operation.stage_key)) return false;
    if (filters.only.size && ![...filters.only].some((flag) => operation[flag])) return false;
    const words = filters.words.toLowerCase();
    return !words || [operation.job_number, operation.job_title, operation.customer].some((text) => contains(text, words));
  }

  // The lines of the board: those of the resources, and one for what is planned without any.
  function lanesOf() {
    const known = new Set(told.lanes.map((lane) => lane.id));
    const others = told.operations.some((operation) => !known.has(operation[laneIdName()] ?? ""));
    const without = { id: "", name: told.resources === "machines" ? "No machine" : "Nobody", subtitle: "", fixed: true };
    return others ? [...told.lanes, without] : told.lanes;
  }

  // A Sunday on which nobody works and nothing is planned takes no room.
  function daysOf() {
    const week = root.dataset.view === "week";
    const planned = new Set(told.operations.map((each) => each.date));
    return told.days.filter((day, place) => !week || place < 6 || day.open || planned.has(day.date));
  }

  const draw = () => document.dispatchEvent(new CustomEvent("calendar:draw"));

  return {
    root, phone, filters, writeFilters, passes, draw,
    lanes: () => lanes,
    days: () => days,
    take: (answer) => (take(answer), draw()),
    told: () => told,
    operation: (id) => byId.get(id),
    inCell: (lane, day) => byCell.get(cellKey(lane, day)) ?? [],
    load: (lane, day) => load.get(cellKey(lane, day)) ?? null,
    laneIdName,
    laneOf: (operation) => operation[laneIdName()] ?? "",
    lane: (id) => byResource.get(id) ?? lanes.find((lane) => lane.id === id),
    resource: (id) => byResource.get(id),
    day: (date) => told.days.find((day) => day.date === date),
    may: { move: "moves" in root.dataset, resize: "resizes" in root.dataset, split: "splits" in root.dataset, overbook: "overbooks" in root.dataset },
  };
})();
