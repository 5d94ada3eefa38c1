// Keeps a customer's page right: told by a stream, else by asking every few seconds. The server draws; this only
// brings what changed into the page (morph.js), and reads the change out.
//
// The element with `data-events` says how: the stream's address; `data-poll`, seconds between two questions without a
// stream; `data-version`, the ETag of what is shown; `data-status`, an address that costs less to ask than the page,
// where there is one; `data-announcement`, what is read out after a change.
"use strict";

(() => {
  const UNVERSIONED = "version-not-known-yet"; // views/portal/answers.py
  const declared = (page = document) => page.querySelector("[data-events]");
  if (!declared()) return;
  const main = document.getElementById("main");
  const freshness = document.getElementById("freshness");
  const announcement = document.getElementById("announcement");
  const { events, poll, status } = declared().dataset;
  if (declared().dataset.version === UNVERSIONED) return; // it answers a form: asking for it again would not
  const POLL = Number(poll) * 1000;
  const WHILE_TOLD = 30_000; // a stream may fail without a word
  const TRY_STREAM_AGAIN = 300_000;
  const SPREAD = 2_000; // when everybody is told to look at once, not everybody does

  let version = declared().dataset.version;
  let source = null;
  let timer = null;
  let looking = false;
  let lookAgain = false;
  let closed = false;
  let lastSeen = new Date();

  const isTold = () => source !== null && source.readyState === EventSource.OPEN;
  const time = (date) => date.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" }).toLowerCase();

  function say(text, stale) {
    if (!freshness) return;
    freshness.textContent = text;
    freshness.classList.toggle("stale", stale);
  }

  function sayWhetherFresh(fresh) {
    const since = `No connection. What you see is from ${time(lastSeen)}; it updates by itself when the connection is back.`;
    say(fresh ? "This page updates by itself." : since, !fresh);
  }

  function readOut(text) {
    if (announcement && text && announcement.textContent !== text) announcement.textContent = text;
  }

  // Brings every part that the page names into it: all of `main`, and whatever else says `data-live="part"`.
  function bringIn(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const focused = document.activeElement && document.activeElement.id;
    for (const part of [main, ...document.querySelectorAll('[data-live="part"]')]) {
      const fresh = page.getElementById(part.id);
      if (fresh) morph.node(part, fresh);
    }
    document.title = page.title;
    const kept = focused && document.getElementById(focused);
    if (kept && kept !== document.activeElement) kept.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("page:changed"));
    return declared(page);
  }

  function end(text) {
    closed = true;
    sleep();
    bringIn(text);
    say("", false);
    if (announcement) announcement.textContent = main.textContent.trim().replace(/\s+/g, " ");
  }

  function signedOut() {
    closed = true;
    sleep();
    if (morph.holdsWork(main)) say("You are signed out. Keep what you have typed, then reload this page to sign in again.", true);
    else location.reload();
  }

  function ask(address) {
    return fetch(address, { headers: version ? { "If-None-Match": `"${version}"` } : {}, cache: "no-store" });
  }

  async function redraw(given) {
    const answer = given || (await fetch(location.href, { cache: "no-store" }));
    if (answer.status === 404 || answer.status === 410) return end(await answer.text());
    if (answer.redirected || answer.status === 401) return signedOut();
    if (!answer.ok) throw new Error(String(answer.status));
    const now = bringIn(await answer.text());
    if (!now) return signedOut();
    version = now.dataset.version;
    readOut(now.dataset.announcement);
  }

  async function lookOnce() {
    const answer = await ask(status || location.href);
    if (answer.status === 304) return;
    if (!status) return redraw(answer);
    if (![200, 404, 410].includes(answer.status)) throw new Error(String(answer.status));
    return redraw();
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
      await lookOnce();
      lastSeen = new Date();
    } catch {
      reached = false;
    }
    looking = false;
    if (closed) return;
    sayWhetherFresh(reached);
    if (lookAgain) {
      lookAgain = false;
      look();
    } else if (!document.hidden) {
      timer = setTimeout(look, reached && navigator.onLine && isTold() ? WHILE_TOLD : POLL);
    }
  }

  function lookSoon() {
    clearTimeout(timer);
    timer = setTimeout(look, Math.random() * SPREAD);
  }

  function listen() {
    if (closed || document.hidden || source) return;
    source = new EventSource(events);
    source.addEventListener("open", look);
    source.addEventListener("changed", look);
    source.addEventListener("refetch", lookSoon);
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

  sayWhetherFresh(true);
  listen();
  timer = setTimeout(look, POLL);
})();
