// A proposed plan over the calendar: a ghost where each operation would go, the place that it leaves struck. Each ghost,
// or all, is accepted or left out here; the keyboard walks among them by arrows, A accepts, X leaves out.
"use strict";

(() => {
  const { made } = cards;
  const source = document.currentScript.dataset.plan;
  const OFTEN = 20_000;
  const banner = made("section", "k-plan");
  const line = made("p");
  const choices = made("div");
  let plan = { proposal: null, moves: [] };
  let version = "";
  let seen = null; // what the calendar told when the plan was last asked for
  let wanted = ""; // the ghost that has the focus, or had it before it was decided
  let busy = false;

  banner.setAttribute("aria-label", "Proposed plan");
  banner.append(line, choices);
  banner.hidden = true;
  calendar.root.querySelector(".k-cal").before(banner);

  const open = () => plan.moves.filter((move) => move.open);
  const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
  const laneOf = (move) => move[calendar.laneIdName()] ?? "";
  const name = (move) => `${move.job_number} ${move.stage_name}`;

  function button(text, className, label, deed) {
    const box = made("button", `btn ${className}`, text);
    box.type = "button";
    if (label) box.setAttribute("aria-label", label);
    box.addEventListener("click", deed);
    return box;
  }

  function ghost(move) {
    const box = made("div", `k-ghost k-${move.colour}`);
    const [head, both] = [made("b"), made("div", "k-choices")];
    const hours = `${words.hours(Number(move.hours))} h`;
    box.dataset.move = move.id;
    box.tabIndex = -1;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `Proposed: ${name(move)}, ${move.to}, ${hours}, from ${move.from}`);
    box.setAttribute("aria-keyshortcuts", "A X");
    head.append(made("span", "", move.job_number), made("em", "", hours));
    both.append(
      button("Accept", "", `Accept ${name(move)} on ${move.to}`, () => accept([move])),
      button("Leave out", "", `Leave out ${name(move)} on ${move.to}`, () => leaveOut(move)),
    );
    const there = calendar.phone.matches ? ` · ${move.to}` : ""; // on the board its lane and day say so
    box.append(head, made("small", "", `${move.stage_name}${there} · from ${move.from}`));
    if (move.refusal) box.append(made("small", "k-not", `Not booked: ${move.refusal}`));
    box.append(both);
    return box;
  }

  function list(moves) {
    const box = made("div", "k-ghosts");
    box.append(...moves.map(ghost));
    return box;
  }

  // Under the cards of its lane and day.
  function drawOnBoard() {
    const cells = new Map();
    for (const move of open()) {
      const key = `.k-board .k-cards[data-lane="${CSS.escape(laneOf(move))}"][data-day="${move.date}"]`;
      cells.has(key) ? cells.get(key).push(move) : cells.set(key, [move]);
    }
    for (const [key, moves] of cells) calendar.root.querySelector(key)?.after(list(moves));
  }

  // On a phone a list of its own, before those of the people.
  function drawOnPhone() {
    const strip = calendar.root.querySelector("#k-board .k-days");
    const day = calendar.days()[[...(strip?.children ?? [])].findIndex((each) => each.getAttribute("aria-pressed") === "true")];
    const moves = open().filter((move) => move.date === day?.date);
    if (!moves.length) return;
    const [box, head, body] = [made("section", "card"), made("div", "card-header"), made("div", "card-body")];
    head.append(made("h2", "", "Proposed"), made("span", "s-end s-2", many(moves.length, "move")));
    body.append(list(moves));
    box.append(head, body);
    box.dataset.proposed = "";
    strip.after(box);
  }

  function drawBanner() {
    const moves = open();
    banner.hidden = !plan.proposal || !moves.length;
    if (banner.hidden) return;
    const { sentence, page, title } = plan.proposal;
    const [first, last] = [calendar.days()[0]?.date ?? "", calendar.days().at(-1)?.date ?? ""];
    const here = moves.filter((move) => move.date >= first && move.date <= last).length;
    line.replaceChildren(made("b", "", `${title}: ${many(moves.length, "move")}, ${here} of them on these days. `), sentence, " Nothing is booked until you accept it.");
    choices.replaceChildren(
      button(`Accept all ${moves.length}`, "btn-primary btn-sm", "", () => accept(null)),
      button("Discard", "btn-sm", "", () => decide("proposals", plan.proposal.id, "discard", {}, "The plan was put away.")),
      Object.assign(made("a", "btn btn-sm btn-ghost", "As a list"), { href: page }),
    );
  }

  const ghosts = () => [...calendar.root.querySelectorAll(".k-ghost")];

  function rove(chosen) {
    for (const each of ghosts()) {
      each.tabIndex = each === chosen ? 0 : -1;
      for (const one of each.querySelectorAll("button")) one.tabIndex = each === chosen ? 0 : -1;
    }
  }

  function draw() {
    const had = banner.contains(document.activeElement) || document.activeElement.closest?.(".k-ghost") || document.activeElement === document.body;
    for (const each of calendar.root.querySelectorAll(".k-ghosts, [data-proposed]")) each.remove();
    for (const each of calendar.root.querySelectorAll(".k-leaves")) each.classList.remove("k-leaves");
    calendar.phone.matches ? drawOnPhone() : drawOnBoard();
    drawBanner();
    for (const move of open()) calendar.root.querySelector(`.s-op[data-id="${CSS.escape(move.operation_id)}"]`)?.classList.add("k-leaves");
    const mine = ghosts();
    const chosen = mine.find((each) => each.dataset.move === wanted) ?? mine[0];
    rove(chosen);
    if (wanted && had) (chosen ?? banner.querySelector("button"))?.focus({ preventScroll: true });
  }

  async function look() {
    const answer = await fetch(source, { headers: version ? { "If-None-Match": version } : {}, cache: "no-store" });
    if (!answer.ok) return; // 304: nothing new
    version = answer.headers.get("ETag") ?? "";
    plan = await answer.json();
    draw();
  }

  const after = (id) => {
    const mine = ghosts();
    const place = mine.findIndex((each) => each.dataset.move === id);
    return (mine[place + 1] ?? mine[place - 1])?.dataset.move ?? "";
  };

  async function decide(resource, id, verb, told, said) {
    if (busy) return;
    busy = true;
    try {
      const token = calendar.root.querySelector("[name=csrf_token]").value;
      const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
      const answer = await fetch(`/api/v1/${resource}/${id}/${verb}`, { method: "POST", headers, body: JSON.stringify(told) });
      const body = await answer.json().catch(() => ({}));
      await Promise.all([look(), calendar.look()]);
      const sentence = typeof body.message === "string" ? body.message : `The shop answered ${answer.status}.`;
      deeds.say(answer.ok ? (typeof said === "function" ? said() : said) : `Nothing was changed. ${sentence}`);
    } catch {
      deeds.say("Nothing was changed: the shop cannot be reached. Try again in a moment.");
    } finally {
      busy = false;
    }
  }

  // Some moves, or with null all that are open.
  function accept(moves) {
    const asked = moves ?? open();
    if (moves) wanted = after(moves[0].id);
    const told = { moves: asked.map((move) => move.id) };
    const outcome = () => {
      const refused = plan.moves.filter((move) => told.moves.includes(move.id) && move.open && move.refusal);
      const booked = `${many(told.moves.length - refused.length, "operation")} booked.`;
      return refused.length ? `${booked} ${refused.length} not: ${refused[0].refusal}` : booked;
    };
    return decide("proposals", plan.proposal.id, "accept", told, outcome);
  }

  function leaveOut(move) {
    wanted = after(move.id);
    return decide("proposal_moves", move.id, "leave_out", {}, `${name(move)} is left out of the plan.`);
  }

  const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

  calendar.root.addEventListener("keydown", (event) => {
    const box = event.target.closest(".k-ghost");
    if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = plan.moves.find((each) => each.id === box.dataset.move);
    const mine = ghosts();
    if (event.key in STEPS) mine[mine.indexOf(box) + STEPS[event.key]]?.focus();
    else if (event.key.toLowerCase() === "a") accept([move]);
    else if (event.key.toLowerCase() === "x") leaveOut(move);
    else return;
    event.preventDefault();
  });
  calendar.root.addEventListener("focusin", ({ target }) => {
    const box = target.closest(".k-ghost");
    wanted = box?.dataset.move ?? "";
    if (box) rove(box);
  });

  document.addEventListener("calendar:drawn", () => {
    draw();
    if (seen === calendar.told()) return;
    seen = calendar.told();
    look().catch(() => {});
  });
  setInterval(() => document.hidden || look().catch(() => {}), OFTEN);
  look().catch(() => {});
})();
