// Changing a cell where it stands: by a double click, by Enter or F2 on it, or by its pencil. What is asked and what is
// refused is the page of that one field, laid over the cell. Without this file the form of the row does the same.
"use strict";
(() => {
  const table = document.querySelector("table[data-quick]");
  if (!table) return;
  const body = table.tBodies[0];
  const columns = [...table.tHead.rows[0].cells].map((head) => head.dataset.quick ?? "");
  const pen = document.getElementById("quick-pen").content.firstElementChild.cloneNode(true);
  const said = document.getElementById("quick-said");
  let asking = null; // { box, cell, first }: the field that is open, its cell, and what it held

  const cellAt = (target) => {
    const cell = target.closest?.("td");
    return cell && body.contains(cell) && columns[cell.cellIndex] ? cell : null;
  };
  const quickCells = (part) => [...part.querySelectorAll("td")].filter((cell) => columns[cell.cellIndex]);
  const editLink = (row) => row.querySelector(".deeds a[href*='/edit/']");

  // One cell is a stop of the Tab key; the arrow keys lead on from it.
  function reach(cell) {
    const earlier = body.querySelector("td[tabindex='0']");
    if (earlier) earlier.tabIndex = -1;
    cell.tabIndex = 0;
  }

  function prepare(row) {
    for (const cell of quickCells(row)) {
      cell.tabIndex = -1;
      cell.setAttribute("aria-describedby", "quick-hint");
    }
  }

  function offerPen(cell) {
    if (document.activeElement === pen || cell.contains(pen)) return;
    const name = editLink(cell.parentElement).getAttribute("aria-label").replace(/^Edit /, "");
    pen.setAttribute("aria-label", `Change ${cell.dataset.heading} of ${name}`);
    cell.append(pen);
  }

  function move(cell, { key }) {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (!steps[key]) return false;
    const rows = [...body.rows];
    const beside = quickCells(cell.parentElement);
    const [down, right] = steps[key];
    const row = rows[rows.indexOf(cell.parentElement) + down];
    const next = right ? beside[beside.indexOf(cell) + right] : row?.cells[cell.cellIndex];
    next?.focus();
    return true;
  }

  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const written = () => new URLSearchParams(new FormData(asking.box.querySelector("form"))).toString();

  async function ask(cell) {
    if (asking && !leave()) return;
    const identity = new URL(editLink(cell.parentElement).href).pathname.split("/").at(-1);
    const address = new URL(`${table.dataset.quick}${identity}/${columns[cell.cellIndex]}`, location.href);
    address.searchParams.set("back", location.pathname + location.search);
    const box = document.createElement("div");
    box.className = "s-quick";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-labelledby", "quick-title");
    const mine = asking = { box, cell, first: "" };
    try {
      const answer = await fetch(address);
      const part = answer.ok && !answer.redirected && parsed(await answer.text()).querySelector("[data-asks]");
      if (!part) throw new Error(String(answer.status));
      if (asking !== mine) return;
      document.body.append(box);
      put(part);
      mine.first = written();
    } catch {
      location.assign(address); // the same on a page of its own
    }
  }

  function put(part) {
    part.querySelector("h1").id = "quick-title";
    asking.box.replaceChildren(part);
    part.dispatchEvent(new Event("dress", { bubbles: true }));
    place();
    const input = part.querySelector("[autofocus]") ?? part.querySelector("[type=submit]");
    (input.tomselect ?? input).focus();
    if (input.matches("input[type=text]")) input.select();
  }

  // It lies over its cell, wherever the table is scrolled to, and stays inside the window.
  function place() {
    const { box, cell } = asking;
    const at = cell.getBoundingClientRect();
    box.style.minWidth = `${Math.min(at.width, innerWidth - 16)}px`;
    box.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${at.top + scrollY}px`;
  }

  // What was changed is not thrown away by the way: false when it is kept open for that.
  function leave({ anyway = false, back = true } = {}) {
    if (asking.box.isConnected && !anyway && written() !== asking.first) {
      asking.box.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      return false;
    }
    const { box, cell } = asking;
    asking = null;
    box.remove();
    if (back) cell.focus();
    return true;
  }

  async function save(form, button) {
    const { box, cell } = asking;
    if (box.ariaBusy === "true") return;
    box.ariaBusy = "true";
    const sent = new FormData(form, button);
    sent.set("redraw", "yes");
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent });
      const page = parsed(await answer.text());
      const part = page.querySelector("[data-asks]");
      const row = answer.ok && !answer.redirected && page.querySelector("tr");
      if (row) redraw(cell, row);
      else if (part) put(part);
      else complain(`Nothing was changed: the shop answered ${answer.redirected ? "that you are signed out" : answer.status}. What you typed is still here.`);
    } catch {
      complain("Nothing is known of the answer: the shop cannot be reached. What you typed is still here; look at the row before you try again.");
    } finally {
      box.ariaBusy = "false";
    }
  }

  function complain(sentence) {
    const told = document.createElement("div");
    told.className = "alert alert-danger";
    told.setAttribute("role", "alert");
    told.textContent = sentence;
    asking.box.querySelector(".alert")?.remove();
    asking.box.querySelector(".s-flds").before(told);
  }

  function redraw(cell, row) {
    const [index, old] = [cell.cellIndex, cell.parentElement];
    for (const [place, fresh] of [...row.cells].entries()) {
      const stale = old.cells[place];
      if (stale.matches(".tick")) stale.querySelector("input").setAttribute("aria-label", fresh.querySelector("input").getAttribute("aria-label"));
      else stale.replaceWith(fresh);
    }
    prepare(old);
    leave({ anyway: true, back: false });
    old.cells[index].focus();
    said.textContent = `${old.cells[index].dataset.heading} was saved.`;
  }

  function pressed(event) {
    const form = event.target.closest("form");
    if (event.key === "Escape") return leave({ anyway: true });
    const writes = event.target.matches("input, select") || (event.ctrlKey && event.target.matches("textarea"));
    if (event.key !== "Enter" || !writes || event.defaultPrevented) return;
    event.preventDefault();
    if (event.target.closest(".ts-control") && event.target.value) return; // it is being looked up still
    form.requestSubmit(form.querySelector("[type=submit]"));
  }

  body.addEventListener("focusin", ({ target }) => {
    const cell = cellAt(target);
    if (!cell) return;
    reach(cell);
    offerPen(cell);
  });
  body.addEventListener("pointerover", ({ target, pointerType }) => {
    const cell = pointerType === "mouse" && cellAt(target);
    if (cell) offerPen(cell);
  });
  body.addEventListener("pointerleave", () => {
    const reached = cellAt(document.activeElement);
    if (reached) offerPen(reached);
    else if (!pen.contains(document.activeElement)) pen.remove();
  });
  body.addEventListener("dblclick", ({ target }) => {
    const cell = cellAt(target);
    if (cell && !target.closest("a, button")) ask(cell);
  });
  body.addEventListener("keydown", (event) => {
    const cell = cellAt(event.target);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!cell || !plain) return;
    const opens = event.key === "F2" || (event.key === "Enter" && event.target === cell);
    if (opens) ask(cell);
    if (opens || (event.target === cell && move(cell, event))) event.preventDefault();
  });
  pen.addEventListener("click", () => ask(pen.closest("td")));
  document.addEventListener("keydown", (event) => {
    if (asking?.box.contains(event.target)) pressed(event);
  });
  document.addEventListener("submit", (event) => {
    if (!asking?.box.contains(event.target)) return;
    event.preventDefault();
    save(event.target, event.submitter);
  });
  document.addEventListener("click", (event) => {
    if (!asking?.box.isConnected) return;
    if (asking.box.contains(event.target)) {
      if (!event.target.closest("[data-leave]")) return;
      event.preventDefault();
      leave({ anyway: true });
    } else if (event.target.isConnected && !table.contains(event.target) && written() === asking.first) {
      leave({ back: false });
    }
  });
  addEventListener("resize", () => asking?.box.isConnected && place());
  document.addEventListener("scroll", () => asking?.box.isConnected && place(), { capture: true, passive: true });

  for (const row of body.rows) prepare(row);
  const [first] = quickCells(body);
  if (first) first.tabIndex = 0;
})();
