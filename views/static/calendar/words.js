// Days, hours and operations as people read and hear them.
"use strict";

const words = (() => {
  const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const CLOSE = 1e-6; // two sums of the same hours may differ by less

  const parts = (iso) => iso.split("-").map(Number);
  const weekday = (iso) => DAYS[new Date(Date.UTC(parts(iso)[0], parts(iso)[1] - 1, parts(iso)[2])).getUTCDay()];
  const shortDay = (iso) => `${weekday(iso)} ${parts(iso)[2]}`; // Tue 24
  const fullDay = (iso) => `${weekday(iso)} ${parts(iso)[2]} ${MONTHS[parts(iso)[1] - 1]}`; // Tue 24 Nov

  // As people read hours: to a tenth. What somebody is just setting is told exactly.
  const hours = (number) => (number > 0 && number < 0.05 - CLOSE ? "<0.1" : (Math.round(number * 10 + CLOSE) / 10).toFixed(1));
  const exactly = (number) => (Math.abs(Math.round(number * 10) / 10 - number) < CLOSE ? number.toFixed(1) : number.toFixed(2));

  const whole = (number) => (Math.abs(Math.round(number) - number) < CLOSE ? String(Math.round(number)) : hours(number));
  const level = (booked, total) => (booked >= total - CLOSE ? (booked > 0 || total > 0 ? "full" : "") : booked > total * 0.85 ? "tight" : "");
  const exceeds = (hoursBooked, total) => hoursBooked > total + CLOSE;

  // A moment as the clock on the shop's wall shows it, such as 09:30; empty without one.
  const onTheWall = new Intl.DateTimeFormat("en-GB", { timeZone: calendar.root.dataset.zone, hour: "2-digit", minute: "2-digit" });
  const wallDay = new Intl.DateTimeFormat("sv-SE", { timeZone: calendar.root.dataset.zone }); // such as 2026-11-24
  const clock = (moment) => (moment ? onTheWall.format(new Date(moment)) : "");

  // The moment at which the clock on the shop's wall shows a time of a day, with its zone: found by setting a guess right.
  function moment(date, time) {
    const asked = Date.parse(`${date}T${time}Z`);
    const apart = (guess) => asked - Date.parse(`${wallDay.format(guess)}T${clock(guess)}Z`);
    const near = asked + apart(asked);
    return new Date(near + apart(near)).toISOString();
  }

  const atTheSameTime = (date, told) => (told ? moment(date, clock(told)) : null);

  // What a card says beside its number: when it begins, the work, and the job.
  const about = (operation) => [clock(operation.start_time), operation.stage_name, operation.job_title].filter(Boolean).join(" · ");

  const flags = (operation) => [operation.rush && "Rush", operation.late, operation.blocked && `Blocked: ${operation.blocked}`, operation.status === "COMPLETED" && "Done", operation.status === "IN_PROGRESS" && "In progress"].filter(Boolean);

  // The whole of a card in one breath: lane, day and hours, and what is to be minded.
  function label(operation) {
    const where = operation.date ? [calendar.lane(calendar.laneOf(operation))?.name, fullDay(operation.date)] : ["Backlog"];
    const what = `${operation.job_number} ${operation.stage_name}, ${operation.job_title}`;
    const begins = operation.start_time && `begins ${clock(operation.start_time)}`;
    return [what, ...where, `${hours(operation.hours)} h`, begins, ...flags(operation)].filter(Boolean).join(", ");
  }

  return { shortDay, fullDay, hours, exactly, whole, level, exceeds, clock, moment, atTheSameTime, about, flags, label };
})();
