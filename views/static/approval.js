// The decision on a design: a press on “Approve” leads to what is still missing, and what is ticked and typed outlives a
// reload. The form works without this file.
"use strict";
(() => {
  const KEPT = `decision of ${location.pathname}`;
  const find = (selector, part = document) => part.querySelector(selector);
  const all = (selector, part = document) => [...part.querySelectorAll(selector)];
  const decision = () => document.getElementById("decide");
  const boxes = () => all("#checks input");

  function count() {
    if (!decision()) return;
    for (const told of all("[data-checked]")) told.textContent = `${boxes().filter(({ checked }) => checked).length} of ${boxes().length}`;
  }

  function gapBefore(answer) {
    const { changes, signature } = decision().elements;
    const box = boxes().find(({ checked }) => !checked);
    if (answer === "APPROVED" && box) return [box, `Look at “${find("b", box.closest("label")).textContent}” and tick it first.`];
    const noted = find(".threads .pin-mark:not(.is-solved)");
    if (answer === "CHANGES_REQUESTED" && !changes.value.trim() && !noted) return [changes, "Say what should change, or pin a note."];
    if (signature.value.trim().length < 2) return [signature, "Type your full name to sign."];
    return null;
  }

  function lead([field, sentence]) {
    const gap = document.getElementById("gap");
    gap.textContent = sentence;
    gap.hidden = false;
    (field.closest("label") || field).after(gap);
    const details = field.closest("details");
    if (details) details.open = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    field.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    field.focus({ preventScroll: true });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form !== decision()) return;
    const gap = gapBefore(event.submitter?.value || "APPROVED");
    if (gap || form.dataset.sent) event.preventDefault();
    if (gap) lead(gap);
    else form.dataset.sent = "yes";
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("a[href='#changes']")) return;
    event.preventDefault();
    const details = document.getElementById("changes");
    details.open = true;
    find("textarea", details).focus({ preventScroll: true });
    details.scrollIntoView({ block: "center" });
  });

  // ---- kept in this tab until it is sent

  const fields = () => all("#decide textarea, #signature");

  function keep() {
    const typed = Object.fromEntries(fields().filter(({ value }) => value).map(({ id, value }) => [id, value]));
    const ticked = boxes().filter(({ checked }) => checked).map(({ value }) => value);
    sessionStorage.setItem(KEPT, JSON.stringify({ typed, ticked }));
  }

  function recall() {
    if (!decision()) return sessionStorage.removeItem(KEPT);
    const { typed = {}, ticked = [] } = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
    for (const box of boxes()) box.checked ||= ticked.includes(box.value);
    for (const field of fields()) {
      field.value ||= typed[field.id] || "";
      const details = field.closest("details");
      if (details && field.value) details.open = true;
    }
  }

  document.addEventListener("input", (event) => {
    if (!decision() || event.target.form !== decision()) return;
    document.getElementById("gap")?.setAttribute("hidden", "");
    count();
    keep();
  });
  document.addEventListener("page:changed", count);
  addEventListener("pageshow", () => delete decision()?.dataset.sent);

  recall();
  count();
  find(".told.is-wrong")?.focus();
})();
