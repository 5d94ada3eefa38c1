// The right edge of a card is drawn out or in: the operation takes more or less time. The day's bar goes with it.
"use strict";

(() => {
  const PIXELS = 12; // for a quarter of an hour
  const [LEAST, MOST] = [0.25, 24];
  let stretch = null; // { card, operation, x, hours }

  const asked = (x) => Math.min(MOST, Math.max(LEAST, Math.round((stretch.operation.hours + Math.round((x - stretch.x) / PIXELS) * 0.25) * 100) / 100));

  function show(hours) {
    const { card, operation } = stretch;
    stretch.hours = hours;
    card.querySelector("em").textContent = `${words.exactly(hours)} h`;
    const { lane, day } = card.parentElement.dataset;
    loads.preview(card.parentElement, hours - operation.hours);
    card.classList.toggle("refused", hours > operation.hours && loads.excess(lane, day, hours - operation.hours) > 0);
  }

  function end() {
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", leave);
    document.removeEventListener("keydown", escape);
    const done = stretch;
    stretch = null;
    calendar.release();
    return done;
  }

  const follow = (event) => show(asked(event.clientX));
  const escape = (event) => event.key === "Escape" && leave();

  function leave() {
    end();
    calendar.draw();
  }

  async function ask(operation, hours, why = {}) {
    const refused = await deeds.resize(operation, hours, why);
    if (!refused) return toasts.done(operation);
    const again = ({ override_reason }) => ask(calendar.operation(operation.id) ?? operation, hours, { override_reason });
    toasts.refused({ ...refused, title: refused.title.replace("Not moved", "Not changed"), nextFit: null, again });
  }

  async function drop() {
    const { card, operation, hours } = end();
    if (hours === operation.hours) return calendar.draw();
    card.classList.add("pending");
    await ask(operation, hours);
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".k-grip");
    if (!grip || event.button) return;
    event.preventDefault();
    event.stopPropagation();
    const card = grip.closest(".s-op");
    card.classList.add("resizing");
    const operation = calendar.operation(card.dataset.id);
    stretch = { card, operation, x: event.clientX, hours: operation.hours };
    calendar.hold();
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", leave);
    document.addEventListener("keydown", escape);
  }, true);
})();
