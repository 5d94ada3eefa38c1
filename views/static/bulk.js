// A verb for many rows goes out in portions: how far it is, a result for each row, and nothing twice however often it is
// sent, since every portion names the page's own key. Without this file all rows go out in one request.
"use strict";
(() => {
  const PORTION = 20; // rows in one request: about a second
  const PATIENCE = 60_000; // milliseconds for one portion
  const template = document.getElementById("progress");
  if (!template) return;
  let busy = false;
  let whole = false; // sent by the browser in one piece

  async function send(work, ids) {
    const sent = new FormData();
    for (const [name, value] of work.data) if (name !== "id") sent.append(name, value);
    for (const id of ids) sent.append("id", id);
    sent.append("portion", "yes");
    const answer = await fetch(work.address, { method: "POST", body: sent, signal: AbortSignal.timeout(PATIENCE) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return answer.ok && !answer.redirected ? page.querySelector(".s-outcomes") && page : null;
  }

  // The answer to the first portion says whether this is it: a verb that asks first, or refuses what was typed, has a
  // page of its own, and nothing was done.
  async function begin(form, submitter, address, data) {
    const work = { form, address, data, ids: data.getAll("id"), place: 0, refused: 0, stopped: false };
    const first = await send(work, work.ids.slice(0, PORTION)).catch(() => undefined);
    if (first === null) {
      whole = true;
      return form.requestSubmit(submitter);
    }
    open(work, first?.querySelector("h1").textContent ?? submitter?.textContent ?? "");
    if (first) take(work, first);
    await goOn(work);
  }

  function open(work, title) {
    work.dialog = template.content.firstElementChild.cloneNode(true);
    const part = (selector) => work.dialog.querySelector(selector);
    Object.assign(work, { told: part("[data-told]"), bar: part("progress"), list: part(".s-outcomes") });
    Object.assign(work, { stop: part("[data-stop]"), on: part("[data-on]"), end: part("[data-end]") });
    part("h2").textContent = title;
    work.bar.max = work.ids.length;
    work.stop.addEventListener("click", () => { work.stopped = true; });
    work.on.addEventListener("click", () => goOn(work));
    work.end.addEventListener("click", () => location.assign(work.form.elements.back.value));
    work.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (work.end.hidden) work.stopped = true;
      else work.end.click();
    });
    document.body.append(work.dialog);
    work.dialog.showModal();
  }

  // What was refused stands above what was done.
  function take(work, page) {
    for (const each of page.querySelectorAll(".s-outcomes > li")) {
      const isRefused = each.matches(".no");
      if (isRefused) work.list.insertBefore(each, work.list.children[work.refused] ?? null);
      else work.list.append(each);
      work.refused += isRefused;
      work.place += 1;
    }
    work.bar.value = work.place;
    tell(work, `${work.place} of ${work.ids.length} ${work.dialog.dataset.noun}`);
  }

  function tell(work, so) {
    work.told.textContent = work.refused ? `${so}, ${work.refused} refused.` : `${so}.`;
  }

  function show(work, { running, ended }) {
    work.stop.hidden = !running;
    work.on.hidden = running || ended;
    work.end.hidden = running;
    work.end.classList.toggle("btn-primary", ended);
    if (!running) (ended ? work.end : work.on).focus();
  }

  async function goOn(work) {
    work.stopped = false;
    show(work, { running: true });
    while (work.place < work.ids.length && !work.stopped) {
      try {
        const page = await send(work, work.ids.slice(work.place, work.place + PORTION));
        if (!page) throw new Error("no result");
        take(work, page);
      } catch {
        tell(work, `No answer after ${work.place} of ${work.ids.length}. What was done stays done, and going on asks no row twice`);
        return show(work, { running: false, ended: false });
      }
    }
    const ended = work.place === work.ids.length;
    const done = work.place - work.refused;
    tell(work, ended ? `Done for ${done} of ${work.ids.length} ${work.dialog.dataset.noun}` : `Stopped: done for ${done} of ${work.ids.length}`);
    show(work, { running: false, ended });
  }

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const address = submitter?.formAction || form.action;
    if (whole) return;
    if (busy) return event.preventDefault(); // pressed twice
    if (!/\/bulk\/[a-z_]+$/.test(new URL(address, location.href).pathname)) return;
    const data = new FormData(form, submitter);
    if (submitter?.textContent.endsWith("…") || data.getAll("id").length <= PORTION) return;
    event.preventDefault();
    busy = true;
    begin(form, submitter, address, data);
  });
  addEventListener("pageshow", () => { busy = whole = false; });
})();
