// The notes on a proof: a press on the picture begins one, and each is sent without leaving the page. What is written
// and not sent yet is kept in this tab, also while others write. The server draws all of it, and its forms work
// without this file.
"use strict";
(() => {
  const KEPT = `notes of ${location.pathname}`;
  const find = (selector, part = document) => part.querySelector(selector);
  const all = (selector, part = document) => [...part.querySelectorAll(selector)];
  const composer = () => document.getElementById("compose");
  let draft = null; // the place of a note that is being written

  // Shows what is new on `text`, the page as it is now, and leaves what somebody is at as it stands.
  function take(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("main");
    if (!fresh || !find(".threads", fresh)) return;
    morph.node(document.getElementById("main"), fresh);
    document.dispatchEvent(new CustomEvent("page:changed"));
  }

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
    if (form) {
      form.elements.x.value = at?.x ?? "";
      form.elements.y.value = at?.y ?? "";
      find("[data-where]", form).textContent = at ? ", at the pin" : "";
    }
    drawDraft();
  }

  document.addEventListener("page:changed", () => draft && place(draft));

  addEventListener("compare:place", ({ detail }) => {
    const compose = composer();
    if (!compose) return;
    place({ version: detail.version, x: detail.x, y: detail.y });
    compose.open = true;
    find("textarea", compose).focus({ preventScroll: true });
    compose.scrollIntoView({ block: "nearest" });
    keep();
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
    setTimeout(keep); // the fields are emptied after this
  });

  function complain(form, sentence) {
    const error = find(".error", form);
    error.textContent = sentence;
    error.hidden = !sentence;
  }

  async function send(form) {
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    const known = new Set(all(".threads > li").map(({ id }) => id));
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error((await answer.json()).message);
      const page = await answer.text();
      complain(form, "");
      form.reset();
      form.closest("details").open = false;
      take(page);
      (all(".threads > li").find(({ id }) => !known.has(id)) || form.closest("li"))?.focus({ preventScroll: true });
    } catch (problem) {
      const lost = problem instanceof TypeError || problem instanceof SyntaxError;
      complain(form, lost ? "The note was not sent: there is no connection. It is kept here; send it again." : problem.message);
    }
    delete form.dataset.sent;
    keep();
  }

  document.addEventListener("submit", (event) => {
    if (!("noteForm" in event.target.dataset)) return;
    event.preventDefault();
    send(event.target);
  });

  // ---- kept in this tab

  const texts = () => all("[data-note-form] textarea");

  function keep() {
    const typed = Object.fromEntries(texts().filter(({ value }) => value).map(({ id, value }) => [id, value]));
    sessionStorage.setItem(KEPT, JSON.stringify({ typed, draft }));
  }

  function recall() {
    const { typed = {}, draft: kept = null } = JSON.parse(sessionStorage.getItem(KEPT) || "{}");
    for (const field of texts()) {
      field.value ||= typed[field.id] || "";
      if (field.value) field.closest("details").open = true;
    }
    if (kept) place(kept);
  }

  document.addEventListener("input", keep);
  recall();
})();
