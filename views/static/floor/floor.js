// The floor's pages: the clock, the one-tap buttons, the sheets, and the line that counts saved taps.
"use strict";

(() => {
  const body = document.body;
  const offline = document.getElementById("offline");
  const refusal = document.getElementById("refusal");
  const state = { since: Number(body.dataset.since) || 0, label: body.dataset.label || "", operation: body.dataset.operation || "" };

  // The shop's clock, also on a phone whose own is hours wrong: the shop tells by how much with every tap that it takes.
  const shops = (moment) => moment - (Number(localStorage.getItem("floor-ahead")) || 0);

  const two = (number) => String(number).padStart(2, "0");
  function tick() {
    const seconds = state.since ? Math.max(0, Math.floor((shops(Date.now()) - state.since) / 1000)) : 0;
    const hours = Math.floor(seconds / 3600), minutes = two(Math.floor(seconds / 60) % 60);
    document.querySelectorAll("[data-clock]").forEach((clock) => {
      if ("big" in clock.dataset) {
        clock.firstChild.data = `${hours}:${minutes}`;
        clock.querySelector("small").textContent = `:${two(seconds % 60)}`;
        const told = `${hours} hours ${Number(minutes)} minutes`;
        if (clock.getAttribute("aria-label") !== told) clock.setAttribute("aria-label", told);
      } else clock.textContent = `${hours}:${minutes}:${two(seconds % 60)}`;
    });
    const plan = document.querySelector("[data-plan]");
    if (plan) {
      const total = Number(plan.dataset.plan), left = Math.round((total - seconds) / 60);
      plan.textContent = `Planned ${Math.floor(total / 3600)}:${two(Math.round(total / 60) % 60)} · ${Math.abs(left)} minutes ${left < 0 ? "over" : "left"}`;
      document.querySelector(".f-meter").value = Math.min(seconds, total);
    }
  }

  function show() {
    for (const id of ["running", "running-deeds"]) {
      const part = document.getElementById(id);
      if (part) part.hidden = !state.since;
    }
    document.querySelectorAll("[data-running-label]").forEach((each) => {
      each.textContent = each.dataset.runningLabel === "activity" ? state.label.split(" · ")[0] : state.label;
    });
    // Of another work than the one that runs now, the page says nothing.
    document.querySelectorAll("[data-of]").forEach((each) => { each.hidden = each.dataset.of !== state.operation; });
    tick();
  }

  // What the saved taps say is newer than what the page said when it was made.
  function follow(taps) {
    for (const tap of taps.filter((each) => each.employee === body.dataset.employee)) {
      if (tap.kind === "START") Object.assign(state, { since: shops(tap.at), label: tap.label || tap.activity, operation: tap.operation || "" });
      else if (tap.kind === "STOP" || tap.operation === state.operation) Object.assign(state, { since: 0, label: "", operation: "" });
    }
    show();
  }

  // Work without a day that today has no room for may be worked on all the same: the time is taken, the plan stays.
  function tell(sentence, offered) {
    refusal.textContent = sentence;
    refusal.hidden = !sentence;
    const alone = document.getElementById("time-alone");
    if (!alone) return;
    alone.hidden = !offered;
    if (offered) Object.assign(alone.dataset, { operation: offered.operation, label: offered.label || "" });
    if (sentence) refusal.scrollIntoView({ block: "nearest" });
  }

  let problem = "";
  async function count() {
    const taps = await floorQueue.all();
    const why = problem || (navigator.onLine ? "" : "No network.");
    const isOne = taps.length === 1, isPassing = !problem || problem === floorQueue.NO_NETWORK;
    const saved = isOne ? "1 tap is saved with its time." : `${taps.length} taps are saved with their times.`;
    const sends = !isPassing ? "" : isOne ? "It sends by itself." : "They send by themselves.";
    offline.hidden = !taps.length && !why;
    offline.textContent = taps.length ? [why, saved, sends].filter(Boolean).join(" ") : `${why} What you tap is saved with its time.`;
    if (body.dataset.employee) follow(taps);
    else list(taps);
    return taps.length;
  }

  // Where nobody is signed in, the phone tells what is still saved on it, and whose.
  const moment = new Intl.DateTimeFormat("en-US", { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  const KINDS = { START: "Start", STOP: "Stop", DONE: "Done" };
  function list(taps) {
    const saved = document.getElementById("saved");
    saved.hidden = !taps.length;
    if (taps.length) offline.hidden = !problem;
    if (taps.length) offline.textContent = problem;
    saved.querySelector("ol").replaceChildren(...taps.map((tap) => {
      const line = document.createElement("li"), who = document.createElement("b"), what = document.createElement("span");
      who.textContent = tap.name || "Somebody";
      what.textContent = [KINDS[tap.kind], tap.label || tap.activity, moment.format(tap.at)].filter(Boolean).join(" · ");
      line.append(who, what);
      return line;
    }));
  }

  // Sends what waits. A page that shows what is true no more is loaded anew.
  async function send(goTo) {
    const sent = await floorQueue.send(), { answers } = sent;
    problem = sent.problem || answers.find((each) => each.outcome === "WAITS")?.answer || "";
    const refused = answers.filter((each) => each.answer && !["TAKEN", "WAITS"].includes(each.outcome));
    const offered = refused.find((each) => each.time_alone && each.employee === body.dataset.employee);
    const ofWhom = (each) => (each.name && each.employee !== body.dataset.employee ? `${each.name}: ` : "");
    const told = [refused.map((each) => ofWhom(each) + each.answer).join(" "), offered];
    await count();
    const isTold = answers.some((each) => each.outcome !== "WAITS" && each.employee === body.dataset.employee);
    if (!isTold || (!goTo && isTyping())) return void (refused.length && tell(...told));
    if (refused.length) sessionStorage.setItem("floor-told", JSON.stringify(told));
    location.assign(refused.length ? location.href : goTo || location.href);
  }

  // What somebody is filling in is not taken from under their fingers.
  const isTyping = () => document.querySelector("dialog[open]") || document.activeElement?.matches("input, textarea");

  async function tap(said, goTo) {
    tell("");
    const { employee, proof, name } = body.dataset;
    await floorQueue.add({ employee, proof, name, ...said });
    await count();
    await send(goTo);
  }

  let busy = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.open) document.getElementById(button.dataset.open)?.showModal();
    if ("close" in button.dataset) button.closest("dialog").close();
    if (button.dataset.less || button.dataset.more) step(button);
    if (!button.dataset.tap || busy) return;
    busy = true; // a finger that shakes taps twice
    const { tap: kind, operation, activity, label } = button.dataset;
    const said = { kind, label };
    if (operation) said.operation = operation;
    if (activity) said.activity = activity;
    if ("alone" in button.dataset) said.time_only = true;
    try {
      await tap(said, kind === "START" ? "/floor/timer" : "/floor/");
    } finally {
      busy = false;
    }
  });

  function step(button) {
    const field = document.getElementById(button.dataset.less || button.dataset.more);
    const other = document.getElementById(field.id === "good" ? "misprinted" : "good");
    const form = field.form, by = button.dataset.more ? 1 : -1, value = Math.max(0, (Number(field.value) || 0) + by);
    const moved = value - (Number(field.value) || 0);
    field.value = value;
    // A misprint is one of the pieces that were thought good.
    if (field.id === "misprinted" && Number(form.dataset.pieces)) other.value = Math.max(0, (Number(other.value) || 0) - moved);
    repeat(form);
  }

  // The button repeats what it saves; causes are asked for only when there is a misprint.
  function repeat(form) {
    if (!form.dataset.counts) return;
    const good = Number(form.good.value) || 0, misprinted = Number(form.misprinted.value) || 0;
    form.querySelector("#causes").hidden = !misprinted;
    form.querySelectorAll("[name=cause]").forEach((each) => { each.required = Boolean(misprinted); });
    const spoiled = misprinted ? `, ${misprinted} ${misprinted === 1 ? "misprint" : "misprints"}` : "";
    form.querySelector("[data-save]").textContent = `Save ${good} good${spoiled}`;
  }

  document.querySelectorAll("form[data-done]").forEach((form) => {
    repeat(form);
    form.addEventListener("input", () => repeat(form));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = { kind: "DONE", operation: form.dataset.operation };
      if (form.dataset.counts) {
        Object.assign(said, { good: Number(form.good.value) || 0, misprinted: Number(form.misprinted.value) || 0 });
        if (said.misprinted) said.cause = form.cause.value;
      }
      form.closest("dialog").close();
      await tap(said, "/floor/");
    });
  });

  // A photo is made smaller here, which leaves behind what the camera wrote into it.
  document.querySelectorAll("form[data-photo]").forEach((form) => form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const picture = await createImageBitmap(form.photo.files[0]).catch(() => null);
    if (picture) {
      const scale = Math.min(1, 2048 / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const smaller = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      const files = new DataTransfer();
      files.items.add(new File([smaller], "photo.jpg", { type: "image/jpeg" }));
      form.photo.files = files.files;
    }
    form.submit();
  }));

  // Nobody finds the work of the one before on the phone. Without a network the shop is told as soon as there is one.
  const LEAVING = "floor-leaving";
  async function leave() {
    const token = localStorage.getItem(LEAVING);
    if (!token) return false;
    const answer = await fetch("/floor/sign-out", { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" }, redirect: "manual" }).catch(() => null);
    if (!answer) return false;
    localStorage.removeItem(LEAVING);
    return answer.type === "opaqueredirect";
  }
  // Whoever signs in ends the visit before, so that nothing is left to tell.
  document.querySelector("form[data-come]")?.addEventListener("submit", () => localStorage.removeItem(LEAVING));
  document.querySelector("form[data-leave]")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    navigator.serviceWorker?.controller?.postMessage({ forget: true });
    localStorage.setItem(LEAVING, event.target.csrf_token.value);
    await leave();
    location.assign("/floor/sign-in");
  });

  const idle = Number(body.dataset.idle) * 1000;
  let touched = Date.now();
  document.addEventListener("pointerdown", () => { touched = Date.now(); });
  setInterval(() => {
    tick();
    if (idle && navigator.onLine && Date.now() - touched > idle) {
      touched = Date.now();
      location.reload();
    }
  }, 1000);
  setInterval(async () => { if ((await floorQueue.all()).length) send(); }, 15000);
  addEventListener("online", async () => {
    if (document.querySelector("[data-reload]")) return void location.reload();
    if ((await leave()) && body.dataset.employee) location.assign("/floor/sign-in");
    else send();
  });
  addEventListener("offline", () => count());
  // The network may have come while the page that says there is none was loading, and the shop later than the network.
  if (document.querySelector("[data-reload]") && location.pathname !== "/floor/offline") {
    setInterval(async () => {
      const answer = await fetch("/floor/offline", { method: "HEAD", cache: "no-store" }).catch(() => null);
      if (answer?.ok) location.reload();
    }, 3000);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });

  const toldBefore = sessionStorage.getItem("floor-told");
  sessionStorage.removeItem("floor-told");
  if (toldBefore) tell(...JSON.parse(toldBefore));
  (async () => {
    if ((await leave()) && body.dataset.employee) return void location.assign("/floor/sign-in");
    if (body.dataset.employee) await floorQueue.prove(body.dataset.employee, body.dataset.proof);
    if (await count()) send();
  })();

  if (navigator.serviceWorker) {
    navigator.serviceWorker.register("/floor/worker.js", { scope: "/floor/" }).catch(() => {});
    navigator.serviceWorker.ready.then((registration) => {
      const used = performance.getEntriesByType("resource").map((each) => each.name).filter((name) => name.includes("/static/") || name.includes("/look/"));
      const sheets = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload]")].map((each) => each.href);
      registration.active.postMessage({ keep: [...new Set([...used, ...sheets])], page: location.href, whose: body.dataset.employee || "" });
    });
  }
})();
