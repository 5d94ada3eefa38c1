// Keeps a customer's page right: told by a stream, else by asking every few seconds. The server draws; this only
// swaps what it drew, and reads the change out.
"use strict";

(() => {
  const main = document.getElementById("main");
  const freshness = document.getElementById("freshness");
  const announcement = document.getElementById("announcement");
  const { status, events, poll } = document.getElementById("job").dataset;
  const POLL = Number(poll) * 1000;
  const WHILE_TOLD = 30_000; // a stream may fail without a word
  const TRY_STREAM_AGAIN = 300_000;

  let version = document.getElementById("job").dataset.version;
  let source = null;
  let timer = null;
  let looking = false;
  let lookAgain = false;
  let closed = false;
  let lastSeen = new Date();

  const isTold = () => source !== null && source.readyState === EventSource.OPEN;
  const time = (date) => date.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).toLowerCase();

  function say(fresh) {
    freshness.textContent = fresh
      ? "This page updates by itself."
      : `No connection. What you see is from ${time(lastSeen)}; it updates by itself when the connection is back.`;
    freshness.classList.toggle("stale", !fresh);
  }

  function swap(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const focused = document.activeElement && document.activeElement.id;
    main.replaceChildren(...page.getElementById("main").childNodes);
    document.title = page.title;
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
    return document.getElementById("job");
  }

  function end(text) {
    closed = true;
    clearTimeout(timer);
    if (source) source.close();
    swap(text);
    freshness.textContent = "";
    announcement.textContent = main.textContent.trim().replace(/\s+/g, " ");
  }

  async function redraw() {
    const answer = await fetch(location.pathname, { cache: "no-store", credentials: "omit" });
    if (answer.status === 404 || answer.status === 410) return end(await answer.text());
    if (!answer.ok) throw new Error(String(answer.status));
    const job = swap(await answer.text());
    version = job.dataset.version;
    announcement.textContent = job.dataset.announcement;
  }

  async function look() {
    if (closed) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    clearTimeout(timer);
    let reached = true;
    try {
      const headers = { "If-None-Match": `"${version}"` };
      const answer = await fetch(status, { headers, cache: "no-store", credentials: "omit" });
      if (answer.status === 200 || answer.status === 404 || answer.status === 410) await redraw();
      else if (answer.status !== 304) throw new Error(String(answer.status));
      lastSeen = new Date();
      if (!closed) say(true);
    } catch {
      reached = false;
      if (!closed) say(false);
    }
    looking = false;
    if (closed) return;
    if (lookAgain) {
      lookAgain = false;
      look();
    } else if (!document.hidden) {
      timer = setTimeout(look, reached && navigator.onLine && isTold() ? WHILE_TOLD : POLL);
    }
  }

  function listen() {
    if (closed || document.hidden || source) return;
    source = new EventSource(events);
    source.addEventListener("open", look);
    source.addEventListener("changed", look);
    source.addEventListener("refetch", look);
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) {
        source = null; // there is no place for us now, or something in between forbids streams
        setTimeout(listen, TRY_STREAM_AGAIN);
      }
      clearTimeout(timer);
      timer = setTimeout(look, POLL);
    });
  }

  function sleep() {
    clearTimeout(timer);
    if (source) source.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return sleep();
    listen();
    look();
  });
  addEventListener("pageshow", (event) => event.persisted && (listen(), look()));
  addEventListener("pagehide", sleep);
  addEventListener("online", look);
  addEventListener("offline", look); // an answer under way may still arrive and look fresh: so ask once more

  say(true);
  listen();
  timer = setTimeout(look, POLL);
})();
