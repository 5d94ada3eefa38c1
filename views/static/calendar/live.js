// Keeps the calendar right: told by a stream, else by asking every few seconds. While somebody drags, what is new waits.
"use strict";

(() => {
  const POLL = 20_000;
  const WHILE_TOLD = 60_000; // a stream may fail without a word
  const TRY_STREAM_AGAIN = 300_000;
  const SETTLE = 60; // one move changes several rows
  let version = `"${calendar.root.dataset.version}"`;
  let source = null;
  let timer = null;
  let due = Infinity;
  let held = 0;
  let waiting = null;
  let looking = null;

  const isTold = () => source !== null && source.readyState === EventSource.OPEN;

  function shown(answer) {
    if (held) waiting = answer;
    else calendar.take(answer);
  }

  async function ask() {
    const answer = await fetch(calendar.root.dataset.api, { headers: { "If-None-Match": version }, cache: "no-store" });
    if (answer.status === 401 || answer.redirected) return location.reload();
    if (answer.status === 304) return;
    if (!answer.ok) throw new Error(String(answer.status));
    version = answer.headers.get("ETag") ?? "";
    shown(await answer.json());
  }

  // One question at a time; who asks while one is under way waits for the one after it.
  function look() {
    plan(Infinity);
    if (looking) return (looking.next ??= looking.done.then(look));
    looking = {};
    looking.done = ask().catch(() => {}).finally(() => {
      looking = null;
      soon(isTold() ? WHILE_TOLD : POLL);
    });
    return looking.done;
  }

  function plan(at) {
    clearTimeout(timer);
    due = at;
    if (at < Infinity) timer = setTimeout(look, at - performance.now());
  }

  // What is planned sooner is not put off.
  function soon(wait = SETTLE) {
    const at = performance.now() + wait;
    if (at < due) plan(at);
  }

  function listen() {
    if (document.hidden || source) return;
    source = new EventSource(calendar.root.dataset.live);
    source.addEventListener("open", () => soon());
    source.addEventListener("changed", () => soon());
    source.addEventListener("refetch", () => soon(Math.random() * 2_000));
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(listen, TRY_STREAM_AGAIN);
      }
      soon(POLL);
    });
  }

  function sleep() {
    plan(Infinity);
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? sleep() : (listen(), look())));
  addEventListener("pagehide", sleep);
  addEventListener("pageshow", (event) => event.persisted && (listen(), look()));
  addEventListener("online", look);

  Object.assign(calendar, {
    look,
    hold() { held += 1; },
    release() {
      held = Math.max(0, held - 1);
      if (held || !waiting) return;
      calendar.take(waiting);
      waiting = null;
    },
  });

  calendar.writeFilters();
  calendar.take(JSON.parse(document.getElementById("k-data").textContent));
  listen();
})();
