// Speaks to the shop: an operation is moved, or takes another time. Each deed can be undone by its inverse, with the
// version that it left. What is refused comes back as a sentence, by how much it was too much, and the next day that fits.
"use strict";

const deeds = (() => {
  const STEP = 10; // between two places of a day, so that another fits between them
  const MOST_UNDONE = 30;
  const undoable = [];
  const said = document.getElementById("k-said");

  function say(text) {
    said.textContent = "";
    requestAnimationFrame(() => { said.textContent = text; });
  }

  async function post(operation, verb, told, version) {
    const token = calendar.root.querySelector("[name=csrf_token]").value;
    const answer = await fetch(`/api/v1/production_schedules/${operation.id}/${verb}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ ...told, version }),
    });
    const body = await answer.json().catch(() => ({}));
    return { status: answer.status, body };
  }

  const sentence = (message) => (typeof message === "string" ? message : Object.values(message ?? {}).flat().join(" "));

  function refusal(operation, { status, body }, told) {
    const name = calendar.resource(body.resource)?.name;
    const short = Number(body.hours_short ?? 0);
    const much = short > 0 ? `: ${words.hours(short)} h too much${name ? ` for ${name}` : ""}` : status === 412 ? ": somebody else was quicker" : "";
    const text = status === 412 ? `${operation.job_number} was changed after you saw it. The calendar shows it as it is now: look at it and try again.` : sentence(body.message) || `The shop answered ${status}.`;
    return { operation, told, title: `Not moved${much}`, text, nextFit: body.next_fit ?? null, mayOverbook: calendar.may.overbook && body.reason === "OVERBOOKED" };
  }

  const UNREACHED = "The shop cannot be reached. The calendar is drawn anew as soon as it answers.";

  // `refused` is null when it was done, `version` the one it left. The calendar is right again before this answers.
  async function speak(operation, verb, told, version = operation.version) {
    let answer = null;
    calendar.hold(); // drawn once, when all is known
    try {
      answer = await post(operation, verb, told, version);
      await calendar.look();
    } catch {
      answer ??= { status: 0, body: { message: UNREACHED } };
    } finally {
      calendar.release();
    }
    if (answer.status === 200) return { refused: null, version: answer.body.result.version };
    calendar.draw();
    return { refused: refusal(operation, answer, told), version };
  }

  // The steps that undo one deed, in their order.
  function remember(...steps) {
    undoable.push(steps);
    if (undoable.length > MOST_UNDONE) undoable.shift();
  }

  const placeOf = (operation) => ({ date: operation.date, employee_id: operation.employee_id, machine_id: operation.machine_id, start_time: operation.start_time, priority: operation.priority });
  const backOf = (operation) => (operation.date ? placeOf(operation) : { date: null });

  // Another day has other hours: the time of the day is not taken along.
  const settled = (operation, to) => (to.date !== operation.date && operation.start_time && !("start_time" in to) ? { ...to, start_time: null } : to);

  // With what had to make room for it behind it in the day: all of that is undone together.
  async function move(operation, to, { followers = [] } = {}) {
    const told = to.date === null ? { date: null } : settled(operation, to);
    calendar.hold();
    try {
      const { refused, version } = await speak(operation, "move", told);
      if (refused) return refused;
      const steps = [{ operation, verb: "move", back: backOf(operation), version }];
      for (const [other, priority] of followers) {
        const made = await speak(other, "move", { date: other.date, priority });
        if (!made.refused) steps.push({ operation: other, verb: "move", back: { date: other.date, priority: other.priority }, version: made.version });
      }
      remember(...steps.reverse());
      return null;
    } finally {
      calendar.release();
    }
  }

  async function resize(operation, hours, why = {}) {
    const { refused, version } = await speak(operation, "resize", { hours: String(hours), ...why });
    if (!refused) remember({ operation, verb: "resize", back: { hours: String(operation.hours) }, version });
    return refused;
  }

  // What is split off waits in the backlog; nothing puts the two together again.
  const split = async (operation, hours) => (await speak(operation, "split", { hours: String(hours) })).refused;

  async function undo() {
    const steps = undoable.pop();
    if (!steps) return say("There is nothing to undo.");
    calendar.hold();
    try {
      for (const { operation, verb, back, version } of steps) {
        const { refused } = await speak(calendar.operation(operation.id) ?? operation, verb, back, version);
        if (refused) return toasts.refused(refused);
      }
    } finally {
      calendar.release();
    }
    const { operation } = steps.at(-1);
    toasts.clear();
    say(`Undone: ${words.label(calendar.operation(operation.id) ?? operation)}`);
  }

  // What an operation's priority becomes between two others of its day, and what those behind it must become.
  function place(cell, at) {
    const [before, after] = [cell[at - 1], cell[at]];
    if (!before && !after) return { followers: [] };
    if (!after) return { priority: before.priority + STEP, followers: [] };
    const low = before?.priority ?? -1;
    if (after.priority - low > 1) return { priority: Math.floor((low + after.priority) / 2), followers: [] };
    const followers = [];
    let last = low + 1;
    for (const each of cell.slice(at)) {
      if (each.priority > last) break;
      followers.push([each, (last += STEP)]);
    }
    return { priority: low + 1, followers };
  }

  return { move, resize, split, undo, place, say, canUndo: () => undoable.length > 0 };
})();
