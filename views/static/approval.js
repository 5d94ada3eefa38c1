// The page of a request to approve a design: notes are sent and come in without losing what one is typing, a press on
// “Approve” leads to what is still missing, and what is ticked and typed outlives a reload. The server draws all of it,
// and every form works without this file.
"use strict";
(() => {
  const page = document.getElementById("approval");
  const find = (selector, part = document) => part.querySelector(selector);
  const all = (selector, part = document) => [...part.querySelectorAll(selector)];
  const KEPT = `approval ${page.dataset.request}`;

  // Shows what is new on `text`, the page as it is now, and leaves what somebody is at as it stands.
  function take(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    if (!fresh.getElementById("approval")) return;
    morph.node(document.getElementById("main"), fresh.getElementById("main"));
    document.dispatchEvent(new CustomEvent("page:changed"));
  }

  document.addEventListener("page:changed", () => {
    if (draft) place(draft);
    count();
  });

  // ---- notes

  const composer = () => document.getElementById("compose");
  let draft = null;

  function drawDraft() {
    all(".pin.is-draft").forEach((pin) => pin.remove());
    if (!draft) return;
    const pin = Object.assign(document.createElement("span"), { className: "pin is-draft" });
    Object.assign(pin.dataset, { x: draft.x, y: draft.y });
    pin.append(Object.assign(document.createElement("span"), { className: "pin-mark", textContent: "+" }));
    document.getElementById(`pins-${draft.version}`)?.append(pin);
  }

  function place(at) {
    draft = at;
    const form = composer() && find("form", composer());
    if (!form) return;
    form.elements.x.value = at?.x ?? "";
    form.elements.y.value = at?.y ?? "";
    find("[data-where]", form).textContent = at ? ", at the pin" : "";
    drawDraft();
  }

  addEventListener("compare:place", ({ detail }) => {
    const compose = composer();
    if (!compose) return;
    place({ version: detail.version, x: detail.x, y: detail.y });
    compose.open = true;
    find("textarea", compose).focus({ preventScroll: true });
    compose.scrollIntoView({ block: "nearest" });
  });

  addEventListener("compare:open", ({ detail }) => {
    const note = document.getElementById(`note-${detail.note}`);
    note?.focus({ preventScroll: true });
    note?.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("reset", ({ target }) => {
    const compose = target.closest("#compose");
    if (!compose) return;
    place(null);
    compose.open = false;
    find("summary", compose).focus({ preventScroll: true });
    setTimeout(keep);
  });

  function complain(form, sentence) {
    const error = find(".error", form);
    error.textContent = sentence;
    error.hidden = !sentence;
  }

  async function send(form) {
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    const known = new Set(all("#notes > li").map(({ id }) => id));
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error((await answer.json()).message);
      complain(form, "");
      form.reset();
      form.closest("details").open = false;
      place(null);
      take(await answer.text());
      (all("#notes > li").find(({ id }) => !known.has(id)) || form.closest("li"))?.focus({ preventScroll: true });
    } catch (problem) {
      const lost = problem instanceof TypeError || problem instanceof SyntaxError;
      complain(form, lost ? "The note was not sent: there is no connection. It is kept here; send it again." : problem.message);
    }
    delete form.dataset.sent;
    keep();
  }

  // ---- the decision

  function count() {
    const boxes = all("#checks input");
    for (const told of all("[data-checked]")) told.textContent = `${boxes.filter(({ checked }) => checked).length} of ${boxes.length}`;
  }

  function gapBefore(decision) {
    const form = document.getElementById("decide");
    const box = all("#checks input").find(({ checked }) => !checked);
    if (decision === "APPROVED" && box) return [box, `Look at “${find("b", box.closest("label")).textContent}” and tick it first.`];
    const text = form.elements.changes;
    const noted = find("#notes .pin-mark:not(.is-solved)");
    if (decision === "CHANGES_REQUESTED" && !text.value.trim() && !noted) return [text, "Say what should change, or pin a note."];
    if (form.elements.signature.value.trim().length < 2) return [form.elements.signature, "Type your full name to sign."];
    return null;
  }

  function lead([field, sentence]) {
    const gap = document.getElementById("gap");
    gap.textContent = sentence;
    gap.hidden = false;
    (field.closest("label") || field).after(gap);
    const details = field.closest("details");
    if (details) details.open = true;
    field.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    field.focus({ preventScroll: true });
  }

  function open(id) {
    const details = document.getElementById(id);
    if (!details) return;
    details.open = true;
    find("textarea", details).focus({ preventScroll: true });
    details.scrollIntoView({ block: "center" });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("noteForm" in form.dataset) {
      event.preventDefault();
      send(form);
    } else if (form.id === "decide") {
      const gap = gapBefore(event.submitter?.value || "APPROVED");
      if (gap || form.dataset.sent) event.preventDefault();
      if (gap) lead(gap);
      else form.dataset.sent = "yes";
    }
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("a[href='#changes']")) return;
    event.preventDefault();
    open("changes");
  });

  // ---- what is ticked and typed, kept in this tab until it is sent

  const texts = () => all("#decide textarea, #decide #signature, #note-text, .reply textarea");

  function keep() {
    const typed = Object.fromEntries(texts().filter(({ value }) => value).map(({ id, value }) => [id, value]));
    const ticked = all("#checks input:checked").map(({ value }) => value);
    sessionStorage.setItem(KEPT, JSON.stringify({ typed, ticked, draft }));
  }

  function recall() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
    if (!document.getElementById("decide")) return sessionStorage.removeItem(KEPT);
    for (const box of all("#checks input")) box.checked ||= (kept.ticked || []).includes(box.value);
    for (const field of texts()) {
      field.value ||= (kept.typed || {})[field.id] || "";
      const details = field.closest("details");
      if (details && field.value) details.open = true;
    }
    if (kept.draft) place(kept.draft);
  }

  document.addEventListener("input", () => {
    document.getElementById("gap")?.setAttribute("hidden", "");
    count();
    keep();
  });
  addEventListener("pageshow", () => delete document.getElementById("decide")?.dataset.sent);

  recall();
  count();
  find(".told.is-wrong")?.focus();
})();
