// Changing a cell where it stands (cells.js): what is asked and what is refused is the page of that one field, laid over
// the cell. Enter saves, Escape leaves. Without this file the form of the row does the same.
"use strict";
(() => {
  const table = document.querySelector("table[data-quick]");
  if (!table) return;
  const said = document.getElementById("quick-said");
  let asking = null; // { box, cell, first }: the field that is open, its cell, and what it held

  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const written = () => new URLSearchParams(new FormData(asking.box.querySelector("form"))).toString();

  function addressOf(cell) {
    const edit = cell.parentElement.querySelector(".deeds a[href*='/edit/']");
    const column = table.tHead.rows[0].cells[cell.cellIndex].dataset.quick;
    const address = new URL(`${table.dataset.quick}${edit.pathname.split("/").at(-1)}/${column}`, location.href);
    address.searchParams.set("back", location.pathname + location.search);
    return address;
  }

  function emptyBox() {
    const box = document.createElement("div");
    box.className = "s-quick";
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-labelledby", "quick-title");
    return box;
  }

  async function ask(cell) {
    if (asking && !leave()) return;
    const [address, box] = [addressOf(cell), emptyBox()];
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

  // The box that ticks the row stays: it may be ticked.
  function redraw(cell, row) {
    const [index, old] = [cell.cellIndex, cell.parentElement];
    for (const [place, fresh] of [...row.cells].entries()) {
      const stale = old.cells[place];
      if (stale.matches(".tick")) stale.querySelector("input").setAttribute("aria-label", fresh.querySelector("input").getAttribute("aria-label"));
      else stale.replaceWith(fresh);
    }
    old.dispatchEvent(new Event("drawn", { bubbles: true }));
    leave({ anyway: true, back: false });
    old.cells[index].focus();
    said.textContent = `${old.cells[index].dataset.heading} was saved.`;
  }

  function pressed(event) {
    const form = event.target.closest("form");
    if (asking.box.ariaBusy === "true") return event.preventDefault(); // the answer decides
    if (event.key === "Escape") return leave({ anyway: true });
    const writes = event.target.matches("input, select") || (event.ctrlKey && event.target.matches("textarea"));
    if (event.key !== "Enter" || !writes || event.defaultPrevented) return;
    event.preventDefault();
    if (event.target.closest(".ts-control") && event.target.value) return; // it is being looked up still
    form.requestSubmit(form.querySelector("[type=submit]"));
  }

  table.addEventListener("ask", ({ target }) => ask(target));
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
      if (asking.box.ariaBusy !== "true") leave({ anyway: true });
    } else if (event.target.isConnected && !table.contains(event.target) && written() === asking.first) {
      leave({ back: false });
    }
  });
  addEventListener("resize", () => asking?.box.isConnected && place());
  document.addEventListener("scroll", () => asking?.box.isConnected && place(), { capture: true, passive: true });
})();
