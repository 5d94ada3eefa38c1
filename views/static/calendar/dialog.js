// “Move…”: day, person, machine, place in the day, time and hours, for whoever does not drag. It speaks the same verb.
"use strict";

const dialogs = (() => {
  const { made } = cards;
  const dialog = document.getElementById("k-dialog");
  let leads = null; // the card to return to

  function field(name, text, input, className = "", hint = "") {
    const box = made("div", className);
    const label = made("label", "", text);
    Object.assign(input, { id: `k-${name}`, name });
    label.htmlFor = input.id;
    box.append(label, input);
    if (!hint) return box;
    const note = made("p", "form-hint", hint);
    note.id = `k-${name}-hint`;
    input.setAttribute("aria-describedby", note.id);
    box.append(note);
    return box;
  }

  function input(type, value) {
    const made_ = made("input", "form-control");
    return Object.assign(made_, { type, value, defaultValue: value });
  }

  function choice(options, value) {
    const select = made("select", "form-select");
    fill(select, options, value);
    return select;
  }

  function fill(select, options, value) {
    select.replaceChildren(...options.map(([key, text]) => new Option(text, key, false, key === value)));
  }

  const isFor = (skill, operation) => skill.stage_id === operation.stage_id && (!skill.decoration_method || !operation.decoration_method || skill.decoration_method === operation.decoration_method);

  // A stage for which nobody has declared a skill is open to all.
  const canDo = (worker, operation, all) => worker.skills.some((skill) => isFor(skill, operation)) || !all.some((each) => each.skills.some((skill) => skill.stage_id === operation.stage_id));

  // Those who can do it first, each with what is left of the day.
  function workers(all, operation, date, none) {
    const able = all.filter((worker) => canDo(worker, operation, all) || worker.id === operation.employee_id || worker.id === operation.machine_id);
    const others = all.filter((worker) => !able.includes(worker));
    const told = (worker) => {
      const load = calendar.load(worker.id, date);
      return load ? `${worker.name}, ${words.hours(Math.max(0, load.left))} h left` : worker.name;
    };
    return [["", none], ...able.map((worker) => [worker.id, told(worker)]), ...others.map((worker) => [worker.id, `${told(worker)} (not for ${operation.stage_name})`])];
  }

  function cellOf(operation, fields) {
    const mine = calendar.told().operations.filter((each) => each.date === fields.date.value && each !== operation);
    const whom = fields.employee_id.value ? "employee_id" : "machine_id";
    const cell = fields[whom].value ? mine.filter((each) => each[whom] === fields[whom].value) : [];
    return cell.sort((one, other) => one.priority - other.priority || (one.id < other.id ? -1 : 1));
  }

  function places(operation, fields) {
    const cell = cellOf(operation, fields);
    const isThere = operation.date === fields.date.value && operation.employee_id === (fields.employee_id.value || null);
    const kept = isThere ? [["", "Where it is"]] : [];
    const after = cell.map((each, at) => [String(at + 1), at + 1 === cell.length ? `Last, after ${each.job_number} ${each.stage_name}` : `After ${each.job_number} ${each.stage_name}`]);
    fill(fields.place, [...kept, ["0", cell.length ? "First" : "The only one"], ...after], isThere ? "" : String(cell.length));
  }

  function button(text, className, deed, type = "button") {
    const made_ = Object.assign(made("button", `btn ${className}`, text), { type });
    if (deed) made_.addEventListener("click", deed);
    return made_;
  }

  function open(title, what, content, buttons, submit) {
    const form = made("form", "k-asks");
    form.noValidate = true;
    const head = made("h2", "", title);
    head.id = "k-dialog-title";
    const row = made("div", "form-deeds");
    row.append(...buttons);
    form.append(head, made("p", "k-what", what), ...content, row);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (dialog.ariaBusy === "true") return;
      dialog.ariaBusy = "true";
      submit(form).finally(() => { dialog.ariaBusy = "false"; });
    });
    dialog.replaceChildren(form);
    if (!dialog.open) dialog.showModal();
    form.querySelector("input:not([type=hidden]), select, textarea").focus();
  }

  function complain(text, buttons = []) {
    const box = made("div", "alert alert-danger", text);
    box.setAttribute("role", "alert");
    const row = made("div", "k-instead");
    row.append(...buttons);
    if (buttons.length) box.append(row);
    dialog.querySelector(".alert")?.remove();
    dialog.querySelector(".k-what").after(box);
  }

  const nowAt = (operation) => (operation.date ? [calendar.resource(operation.employee_id)?.name, calendar.resource(operation.machine_id)?.name, words.fullDay(operation.date)].filter(Boolean).join(", ") : "in the backlog");

  function openMove(operation, { date = operation.date ?? firstDay() } = {}) {
    leads = operation.id;
    const { employees, machines } = calendar.told();
    const fields = {
      date: input("date", date),
      start_time: input("time", words.clock(operation.start_time)),
      employee_id: choice(workers(employees, operation, date, "Nobody"), operation.employee_id ?? ""),
      machine_id: choice(workers(machines, operation, date, "None"), operation.machine_id ?? ""),
      place: choice([], ""),
      hours: input("text", words.exactly(operation.hours)),
    };
    fields.hours.inputMode = "decimal";
    const renew = () => places(operation, fields);
    fields.date.addEventListener("change", () => {
      fill(fields.employee_id, workers(employees, operation, fields.date.value, "Nobody"), fields.employee_id.value);
      fill(fields.machine_id, workers(machines, operation, fields.date.value, "None"), fields.machine_id.value);
      renew();
    });
    fields.employee_id.addEventListener("change", renew);
    fields.machine_id.addEventListener("change", renew);
    renew();
    const grid = made("div", "k-fields");
    grid.append(field("date", "Day", fields.date), field("start_time", "Begins at", fields.start_time, "", "Empty: any time of the day"));
    grid.append(field("employee_id", "Person", fields.employee_id), field("machine_id", "Machine", fields.machine_id));
    grid.append(field("place", "Place in the day", fields.place, calendar.may.resize ? "" : "wide"));
    if (calendar.may.resize) grid.append(field("hours", "Hours", fields.hours));
    const buttons = [button("Cancel", "btn-ghost", () => dialog.close()), button("Move", "btn-primary", null, "submit")];
    const others = made("span", "k-first");
    if (operation.date) others.append(button("Back to the backlog", "", () => finish(operation, { date: null })));
    if (calendar.may.split) others.append(button("Split…", "", () => openSplit(calendar.operation(operation.id) ?? operation)));
    if (others.firstChild) buttons.unshift(others);
    open(`Move ${operation.job_number}`, whatIs(operation), [grid], buttons, () => sent(operation, fields));
  }

  const firstDay = () => calendar.days().find((day) => day.open && day.date >= calendar.told().today)?.date ?? calendar.told().today;

  async function sent(operation, fields) {
    if (!fields.date.value) return complain("Nothing was changed. Choose a day.");
    const now = calendar.operation(operation.id) ?? operation;
    const hours = fields.hours.value.trim().replace(",", ".");
    if (calendar.may.resize && fields.hours.value !== fields.hours.defaultValue) {
      if (!(Number(hours) > 0 && Number(hours) <= 24)) return complain("Nothing was changed. Hours are more than 0 and at most 24.");
      const refused = await deeds.resize({ ...now, version: operation.version }, hours);
      if (refused) return complain(refused.text);
      operation = calendar.operation(operation.id) ?? operation;
    }
    const { priority, followers } = fields.place.value === "" ? { followers: [] } : deeds.place(cellOf(operation, fields), Number(fields.place.value));
    const to = { date: fields.date.value, employee_id: fields.employee_id.value || null, machine_id: fields.machine_id.value || null };
    to.start_time = fields.start_time.value ? words.moment(to.date, fields.start_time.value) : null;
    if (priority !== undefined) to.priority = priority;
    await finish(operation, to, followers);
  }

  const whatIs = (operation) => `${operation.stage_name} · ${operation.job_title}, ${words.exactly(operation.hours)} h. Now: ${nowAt(operation)}.`;

  // Some of its hours become an operation of their own, which waits in the backlog.
  function openSplit(operation) {
    leads = operation.id;
    const half = Math.max(0.1, Math.round(operation.hours * 2) / 4);
    const hours = input("text", String(half < operation.hours ? half : operation.hours / 2));
    hours.inputMode = "decimal";
    const content = field("hours", "Hours to split off", hours, "", "They wait in the backlog, with their share of the pieces");
    const buttons = [button("Cancel", "btn-ghost", () => dialog.close()), button("Split", "btn-primary", null, "submit")];
    open(`Split ${operation.job_number}`, whatIs(operation), [content], buttons, async () => {
      const asked = hours.value.trim().replace(",", ".");
      if (!(Number(asked) > 0 && Number(asked) < operation.hours)) return complain(`Nothing was changed. Split off more than 0 and less than ${words.exactly(operation.hours)} hours.`);
      const refused = await deeds.split(operation, asked);
      if (refused) return complain(refused.text);
      dialog.close();
      toasts.told(`${operation.job_number} ${operation.stage_name}: ${words.exactly(Number(asked))} h split off, in the backlog`);
    });
  }

  async function finish(operation, to, followers = []) {
    const refused = await deeds.move(operation, to, { followers });
    if (!refused) {
      dialog.close();
      return toasts.done(operation, to);
    }
    const again = (changes) => finish(calendar.operation(operation.id) ?? operation, { ...to, ...changes }, followers);
    const buttons = [];
    if (refused.nextFit) buttons.push(button(`Next fit: ${words.fullDay(refused.nextFit)}`, "btn-sm", () => again({ date: refused.nextFit, start_time: words.atTheSameTime(refused.nextFit, to.start_time) })));
    if (refused.mayOverbook) buttons.push(button("Book anyway…", "btn-sm btn-ghost", () => askWhy(operation, refused.text, (reason) => again({ override_reason: reason }))));
    if (dialog.open) complain(`${refused.title}. ${refused.text}`, buttons);
    else toasts.refused(refused);
  }

  // The reason for which a manager books beyond what a day holds.
  function askWhy(operation, text, then) {
    leads ??= operation.id;
    const reason = made("textarea", "form-control");
    Object.assign(reason, { rows: 2, maxLength: 500, required: true });
    const content = field("reason", "Why", reason, "", "Kept on the operation and in the audit trail");
    open(`Book ${operation.job_number} anyway`, text, [content], [button("Cancel", "btn-ghost", () => dialog.close()), button("Book anyway", "btn-primary", null, "submit")], async () => {
      if (!reason.value.trim()) return complain("Nothing was changed. Say why the day is to hold more than it has.");
      dialog.close();
      await then(reason.value.trim());
    });
  }

  dialog.addEventListener("close", () => {
    const card = leads && calendar.root.querySelector(`.s-op[data-id="${leads}"]`);
    leads = null;
    card?.focus();
  });
  document.addEventListener("click", (event) => {
    const button_ = event.target.closest?.("[data-move]");
    const operation = button_ && calendar.operation(button_.dataset.move);
    if (operation) openMove(operation);
  });

    // What needs no words.
  const backToBacklog = (operation) => finish(operation, { date: null });

  return { openMove, openSplit, backToBacklog, askWhy };
})();
