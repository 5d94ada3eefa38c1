// What was done, with “Undo”; what was refused, with the reason and what can be done instead.
"use strict";

const toasts = (() => {
  const { made, icon } = cards;
  const place = document.getElementById("k-toasts");
  const STAYS = 10_000;
  let timer = null;

  function clear() {
    clearTimeout(timer);
    place.replaceChildren();
  }

  function button(text, className, deed) {
    const made_ = made("button", `btn btn-sm ${className}`, text);
    made_.type = "button";
    made_.addEventListener("click", deed);
    return made_;
  }

  function toast(role, sign, title, text, buttons) {
    clear();
    const box = made("div", `s-toast k-toast${role === "group" ? " good" : ""}`);
    box.setAttribute("role", role);
    box.setAttribute("aria-label", title);
    const close = made("button", "s-ico");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.append(icon("x"));
    close.addEventListener("click", clear);
    const row = made("div");
    row.append(...buttons);
    box.append(icon(sign), made("b", "", title), close);
    if (text) box.append(made("p", "", text));
    if (buttons.length) box.append(row);
    place.append(box);
    return box;
  }

  function thither({ id, date }) {
    if (!date || calendar.operation(id)) return [];
    const address = new URL(location.href);
    address.searchParams.set("date", date);
    return [Object.assign(made("a", "btn btn-sm btn-ghost", `Show ${words.fullDay(date)}`), { href: address })];
  }

  // It goes by itself, unless somebody is about to press one of its buttons.
  function passing(title, buttons) {
    const box = toast("group", "check", title, "", buttons);
    const leave = () => { timer = setTimeout(clear, STAYS); };
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", leave);
    leave();
  }

  function told(title) {
    passing(title, []);
    deeds.say(title);
  }

  // What went to another week is not on the board any more: `told` says where, and a link leads there.
  function done(operation, told = {}) {
    const now = calendar.operation(operation.id) ?? { ...operation, ...told };
    const lane = calendar.resource(now.employee_id)?.name ?? calendar.resource(now.machine_id)?.name;
    const where = now.date ? [lane, words.fullDay(now.date)].filter(Boolean).join(", ") : "back in the backlog";
    passing(`${now.job_number} ${now.stage_name}: ${where}`, [button("Undo", "", deeds.undo), ...thither(now)]);
    deeds.say(words.label(now));
  }

  async function moveAgain(operation, told) {
    clear();
    const now = calendar.operation(operation.id) ?? operation;
    const refusal = await deeds.move(now, told);
    refusal ? refused(refusal) : done(now, told);
  }

  // `again(changes)` tries once more with other words.
  function refused({ operation, told, title, text, nextFit, mayOverbook, again = (changes) => moveAgain(operation, { ...told, ...changes }) }) {
    const buttons = [];
    if (nextFit) buttons.push(button(`Next fit: ${words.fullDay(nextFit)}`, "", () => again({ date: nextFit, start_time: words.atTheSameTime(nextFit, told.start_time) })));
    if (mayOverbook) buttons.push(button("Book anyway…", "btn-ghost", () => dialogs.askWhy(operation, text, (reason) => again({ override_reason: reason }))));
    toast("alert", "calendar-x", title, text, buttons);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !place.firstChild || document.querySelector("dialog[open]")) return;
    clear();
  });

  return { done, told, refused, clear };
})();
