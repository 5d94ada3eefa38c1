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

  // Null when it was done; else the refusal. The calendar is right again before this answers.
  async function speak(operation, verb, told, back, { version = operation.version, isUndo = false } = {}) {
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
    if (answer.status !== 200) {
      calendar.draw();
      return refusal(operation, answer, told);
    }
    if (!isUndo) undoable.push({ operation, verb, back, version: answer.body.result.version });
    if (undoable.length > MOST_UNDONE) undoable.shift();
    return null;
  }

  const placeOf = (operation) => ({ date: operation.date, employee_id: operation.employee_id, machine_id: operation.machine_id, start_time: operation.start_time, priority: operation.priority });
  const backOf = (operation) => (operation.date ? placeOf(operation) : { date: null });

  // Another day has other hours: the time of the day is not taken along.
  const settled = (operation, to) => (to.date !== operation.date && operation.start_time && !("start_time" in to) ? { ...to, start_time: null } : to);

  async function move(operation, to, { followers = [], ...how } = {}) {
    const told = to.date === null ? { date: null } : settled(operation, to);
    const refused = await speak(operation, "move", told, backOf(operation), how);
    if (refused) return refused;
    for (const [other, priority] of followers) await speak(other, "move", { date: other.date, priority }, null, { isUndo: true });
    return null;
  }

  const resize = (operation, hours, why = {}) => speak(operation, "resize", { hours: String(hours), ...why }, { hours: String(operation.hours) });

  async function undo() {
    const last = undoable.pop();
    if (!last) return say("There is nothing to undo.");
    const operation = calendar.operation(last.operation.id) ?? last.operation;
    const refused = await speak(operation, last.verb, last.back, null, { version: last.version, isUndo: true });
    if (refused) return toasts.refused(refused);
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

  return { move, resize, undo, place, say, canUndo: () => undoable.length > 0 };
})();
