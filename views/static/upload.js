// Sends files in pieces, by tus (tus-js-client): it goes on by itself after the network dropped or the page was closed.
//
// An element with `data-upload` (the address where uploads begin) holds `input[type=file]` and `ul.uploads`. What is
// told about each file comes from `data-told-<name>` of the element and from its fields with `data-metadata="<name>"`.
// When a file was looked at and may be used, the element gets the event `uploaded` with { id, name }, and the field
// that `data-field` names (a selector) gets the id. With `data-reload` the page is fetched anew by the script that
// keeps it right, or reloaded.
"use strict";
(() => {
  const PIECE = 8 * 1024 * 1024;
  const AGAIN = [0, 1000, 3000, 5000, 10000, 20000, 20000, 20000, 20000, 20000];
  const LOOK = 700;
  const SIZES = ["bytes", "kB", "MB", "GB"];

  function size(bytes) {
    let unit = 0;
    for (; bytes >= 1000 && unit < 3; unit++) bytes /= 1000;
    return `${unit && bytes < 100 ? bytes.toFixed(1) : Math.round(bytes)} ${SIZES[unit]}`;
  }

  const token = () => document.body.dataset.csrf || document.querySelector('input[name="csrf_token"]')?.value
    || document.querySelector('meta[name="csrf-token"]')?.content || "";

  function told(place) {
    const facts = {};
    for (const [name, value] of Object.entries(place.dataset))
      if (name.startsWith("told")) facts[name.slice(4).toLowerCase()] = value;
    for (const field of place.querySelectorAll("[data-metadata]")) if (field.value) facts[field.dataset.metadata] = field.value;
    return facts;
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "link";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  // What the person sees of one file on its way.
  function line(place, file) {
    const row = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = file.size || 1;
    bar.setAttribute("aria-label", `Upload of ${file.name}`);
    const words = document.createElement("span");
    words.className = "told";
    row.append(name, bar, words);
    place.querySelector(".uploads").append(row);
    return {
      row,
      buttons(...made) { row.querySelectorAll("button").forEach((each) => each.remove()); bar.before(...made); },
      at(bytes) { bar.value = bytes; },
      say(text, wrong = false) { words.textContent = text; words.classList.toggle("wrong", wrong); },
    };
  }

  const sentence = (error) => {
    try { return JSON.parse(error.originalResponse.getBody()).message; } catch { return ""; }
  };

  // Waits until what was sent has been looked at, and hands over what may be used.
  async function result(place, shown, address) {
    shown.buttons();
    shown.say("Being checked.");
    for (;;) {
      try {
        const answer = await fetch(`${address}/status.json`, { headers: { Accept: "application/json" }, cache: "no-store" });
        if (answer.ok) {
          const state = await answer.json();
          if (state.status === "REFUSED") return shown.say(state.message, true);
          if (state.status === "AVAILABLE") return done(place, shown, state);
        } else if (answer.status < 500) return shown.say("Reload the page to see what came of it.", true);
      } catch { /* the next look may succeed */ }
      await new Promise((go) => setTimeout(go, LOOK));
    }
  }

  function done(place, shown, state) {
    shown.say(state.message ? `Arrived. ${state.message}` : "Arrived.");
    const field = place.dataset.field && document.querySelector(place.dataset.field);
    if (field) field.value = state.file;
    place.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { id: state.file, name: state.name } }));
  }

  function send(place, file) {
    const shown = line(place, file);
    const upload = new tus.Upload(file, {
      endpoint: place.dataset.upload,
      chunkSize: PIECE,
      retryDelays: AGAIN,
      removeFingerprintOnSuccess: true,
      metadata: { ...told(place), filename: file.name },
      headers: { "X-CSRFToken": token(), Accept: "application/json" },
      onProgress(sent, of) { shown.at(sent); shown.say(`${size(sent)} of ${size(of)}`); },
      onShouldRetry(error) {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        const passing = !status || status === 409 || status === 423 || status === 429 || status >= 500;
        if (passing) shown.say("Paused: the network dropped. It goes on by itself, nothing is lost.");
        return passing;
      },
      onError(error) {
        shown.say(sentence(error) || "It was interrupted. What was sent is kept.", true);
        shown.buttons(button("Go on", go), cancel);
      },
      onSuccess() { result(place, shown, upload.url); },
    });
    const pause = button("Pause", () => {
      upload.abort();
      shown.say("Paused. What was sent is kept.");
      shown.buttons(button("Go on", go), cancel);
    });
    const cancel = button("Cancel", () => {
      upload.abort(true).catch(() => {});
      shown.row.remove();
    });
    function go() {
      shown.buttons(pause, cancel);
      upload.start();
    }
    window.addEventListener("online", () => { if (shown.row.isConnected && shown.row.textContent.includes("interrupted")) go(); });
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      go();
    }, go);
  }

  for (const place of document.querySelectorAll("[data-upload]")) {
    const input = place.querySelector('input[type="file"]');
    input.addEventListener("change", () => {
      for (const file of input.files) send(place, file);
      input.value = "";
    });
  }
})();
