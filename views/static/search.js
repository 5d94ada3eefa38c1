// The search of every page: a dialog that asks while somebody types. Without this file the box leads to /search/.
"use strict";
(() => {
  const dialog = document.getElementById("find");
  const box = document.querySelector("[data-find]");
  if (!dialog || !box || !dialog.showModal) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const said = dialog.querySelector("[role=status]");
  const HINT = said.textContent;
  const PAUSE = 120; // milliseconds of quiet before a question is asked
  let waiting = 0;
  let asking = null;
  let at = -1;

  if (/Mac|iPhone|iPad/.test(navigator.platform)) box.querySelector("kbd").textContent = "⌘ K";

  const options = () => [...list.querySelectorAll("[role=option]")];

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    input.focus();
  }

  function part(kind, text) {
    const made = document.createElement("span");
    made.className = kind;
    made.textContent = text;
    return made;
  }

  function drawing(name) {
    const svg = box.querySelector("svg").cloneNode(true);
    const use = svg.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
    return svg;
  }

  function option(hit, place) {
    const made = document.createElement("a");
    made.id = `find-${place}`;
    made.href = hit.href;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    const name = part("find-name", `${hit.key} `);
    name.append(part("find-title", hit.title));
    made.append(drawing(hit.icon), name, part("find-about", [hit.about, hit.state].filter(Boolean).join(" · ")), part("find-kind", hit.kind));
    return made;
  }

  function choose(place) {
    const all = options();
    all[at]?.setAttribute("aria-selected", "false");
    at = all.length ? (place + all.length) % all.length : -1;
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    all[at].setAttribute("aria-selected", "true");
    all[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[at].id);
  }

  function show(hits, sentence, typed = "") {
    list.dataset.typed = typed;
    list.replaceChildren(...hits.map(option));
    at = -1;
    choose(0);
    input.setAttribute("aria-expanded", String(hits.length > 0));
    said.textContent = sentence;
  }

  function sentenceOf(hits, typed) {
    if (!hits.length) return `Nothing begins with “${typed}”.`;
    return hits.length === 1 ? "1 found. Enter opens it." : `${hits.length} found. Arrows choose, Enter opens.`;
  }

  // A newer question calls the older one off, so that its answer never comes after.
  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const mine = asking;
    const typed = input.value.trim();
    if (!typed) return show([], HINT);
    try {
      const answer = await fetch(`/search/?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" }, signal: mine.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const hits = (await answer.json()).results;
      if (mine === asking) show(hits, sentenceOf(hits, typed), typed);
    } catch {
      if (mine === asking && !mine.signal.aborted) show([], "The search does not answer just now. Enter tries it as a page.");
    }
  }

  function typed() {
    clearTimeout(waiting);
    asking?.abort();
    waiting = setTimeout(ask, PAUSE);
  }

  function key(event) {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      choose(at + steps[event.key]);
    } else if (event.key === "Enter" && at >= 0 && !isStale()) {
      event.preventDefault();
      options()[at].click();
    }
  }

  // What is shown answers an older question until the pause is over: Enter then opens the page of the search.
  const isStale = () => list.dataset.typed !== input.value.trim();

  input.addEventListener("input", typed);
  input.addEventListener("keydown", key);
  box.addEventListener("click", (event) => { event.preventDefault(); open(); });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-find-close]")) dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close(); else open();
  });
})();
