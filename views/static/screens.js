// Look-ups by typing, menus and panels that are read when they are opened, the sidebar, light and dark, the count of
// unread notifications: every page works without this file.
"use strict";
(() => {
  const all = (selector, part = document) => part.querySelectorAll(selector);

  async function read(address, selector) {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
  }

  // What draws choices by typing comes with the pages that have some. Elsewhere it follows at the first sign of
  // somebody, so that it is there when a dialog or a panel opens that has one.
  const addresses = document.currentScript.dataset;
  let coming = null;

  function bring() {
    coming ??= new Promise((here) => {
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: addresses.choicesStyle });
      document.querySelector("link[data-theme]").before(style); // the theme has the last word
      const script = Object.assign(document.createElement("script"), { src: addresses.choices, onload: here, onerror: here });
      document.head.append(script);
    });
    return coming;
  }

  if (!window.TomSelect) for (const sign of ["pointermove", "touchstart", "keydown", "focusin"]) addEventListener(sign, bring, { once: true, passive: true });

  // Look-ups and other choices by typing.
  async function find(address, typed) {
    const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).results : [];
  }

  function lookUp(select) {
    const address = select.dataset.lookup;
    new TomSelect(select, {
      valueField: "id", labelField: "text", searchField: [], maxOptions: 50, preload: "focus",
      placeholder: "Type to find", plugins: select.multiple ? ["remove_button"] : ["clear_button"],
      // An answer to what is no longer typed is none: it would stand among those that were asked for.
      load(typed, show) { find(address, typed).then((found) => show(typed === this.inputValue() ? found : []), () => show()); },
      shouldLoad: () => true,
      onType() { this.clearOptions(); },
      render: { no_results: () => '<div class="no-results">Nothing is called so</div>' },
    });
    hide(select);
  }

  // The box that stands for it is named by its label; the select would be a second, nameless one.
  const hide = (select) => select.setAttribute("aria-hidden", "true");

  function dress(part) {
    if (!window.TomSelect && part.querySelector("select[data-lookup], select.my_select2")) {
      bring().then(() => window.TomSelect && part.dispatchEvent(new Event("dress", { bubbles: true })));
      return;
    }
    for (const select of all("select[data-lookup]", part)) lookUp(select);
    for (const select of all("select.my_select2", part)) {
      new TomSelect(select, { maxOptions: 200, plugins: select.multiple ? ["remove_button"] : [] });
      hide(select);
    }
    for (const form of all(".filter-form", part)) {
      form.addEventListener("submit", () => {
        for (const input of form.elements) input.disabled = input.disabled || (input.name && !input.value);
      });
    }
  }

  // A row's menu says what is possible now: it is read when it is opened.
  function close(keep) {
    for (const group of all(".btn-group.open")) {
      if (group === keep) continue;
      group.classList.remove("open");
      group.querySelector("[data-menu]").setAttribute("aria-expanded", "false");
      group.querySelector(".dropdown-menu")?.remove();
    }
  }

  async function open(button) {
    const group = button.parentElement;
    const opens = !group.classList.contains("open");
    close();
    if (!opens) return;
    group.classList.add("open");
    try {
      const menu = await read(button.dataset.menu, "ul");
      if (!group.classList.contains("open")) return;
      place(menu, button);
      group.append(menu);
      button.setAttribute("aria-expanded", "true");
      menu.querySelector("a, button")?.focus();
    } catch {
      location.href = button.href; // the row's own page says what can be done
    }
  }

  // The table scrolls by itself and would cut the menu off.
  function place(menu, button) {
    const at = button.getBoundingClientRect();
    menu.classList.add("show", "s-floats");
    if (at.left > innerWidth / 2) menu.style.insetInlineEnd = `${Math.max(8, innerWidth - at.right)}px`;
    else menu.style.insetInlineStart = `${Math.max(8, at.left)}px`;
    if (at.bottom > innerHeight * 0.6) menu.style.bottom = `${innerHeight - at.top + 4}px`;
    else menu.style.top = `${at.bottom + 4}px`;
  }

  async function unfold(link) {
    const panel = document.getElementById(link.dataset.panel);
    try {
      if (!panel.firstChild) {
        panel.append(await read(link.href, ".filter-form"));
        dress(panel);
        panel.hidden = false;
      } else {
        panel.hidden = !panel.hidden;
      }
      link.setAttribute("aria-expanded", String(!panel.hidden));
      if (!panel.hidden) panel.querySelector("input:not([type=hidden]), select")?.focus();
    } catch {
      location.href = link.href; // the same form on a page of its own
    }
  }

  // A form that was sent is not sent again by a second press, for as long as its answer may take.
  const PATIENCE = 10_000;

  function sendOnce(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (Date.now() - (form.dataset.sent ?? 0) < PATIENCE) event.preventDefault();
    else form.dataset.sent = Date.now();
  }

  addEventListener("submit", sendOnce); // the window hears last: whoever asks first has kept it back by then
  addEventListener("pageshow", () => { for (const form of all("form[data-sent]")) delete form.dataset.sent; });

  function turnSide() {
    const root = document.documentElement;
    const phone = matchMedia("(max-width: 991.98px)").matches;
    const shown = phone ? root.classList.toggle("s-open") : !root.classList.toggle("s-folded");
    if (!phone) localStorage.setItem("side", shown ? "" : "folded");
    document.querySelector("[data-side]").setAttribute("aria-expanded", String(shown));
    if (phone && shown) document.querySelector(".s-side a").focus();
  }

  function turnTheme() {
    const root = document.documentElement;
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.bsTheme);
  }

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    const menu = on("[data-menu]");
    const panel = on("[data-panel]");
    const skip = on(".s-skip");
    if (menu || panel || skip) event.preventDefault();
    if (skip) return document.getElementById("main").focus(); // by its address, every page after a form would begin there
    if (menu) return open(menu);
    close(on(".btn-group"));
    if (panel) unfold(panel);
    else if (on("[data-side]")) turnSide();
    else if (on("[data-theme-toggle]")) turnTheme();
    else if (!on(".s-side")) document.documentElement.classList.remove("s-open");
  });
  // In a row's menu arrows go from one deed to the next and Escape leads back to its button. At the window, since
  // Bootstrap hears these keys at the document and knows no button of ours.
  addEventListener("keydown", (event) => {
    const group = event.target.closest?.(".btn-group.open:has(.dropdown-menu)");
    const steps = { ArrowDown: 1, ArrowUp: -1, Escape: 0 };
    if (!group || !(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      close();
      return group.querySelector("[data-menu]").focus();
    }
    const deeds = [...group.querySelectorAll(".dropdown-item")];
    const at = deeds.indexOf(document.activeElement);
    deeds.at((at + steps[event.key]) % deeds.length)?.focus();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const group = event.target.closest(".btn-group.open");
    close();
    if (group) group.querySelector("[data-menu]").focus();
    document.documentElement.classList.remove("s-open");
  });
  document.addEventListener("scroll", () => close(), { passive: true });

  // What was done is told where a screen reader goes on reading, and where the next Tab leads to what can be done now.
  function tell(notice) {
    notice.addEventListener("close.bs.alert", () => document.getElementById("main").focus());
    if (document.activeElement === document.body && !document.querySelector("[autofocus]")) notice.focus();
  }

  async function countUnread(bell) {
    const answer = await fetch(bell.dataset.unread);
    const count = answer.ok ? (await answer.json()).count : 0;
    if (!count) return;
    const badge = bell.querySelector(".s-count");
    badge.textContent = count;
    badge.hidden = false;
    bell.setAttribute("aria-label", `Notifications: ${count} unread`);
  }

  // A part of a page that was read later asks for the same.
  document.addEventListener("dress", (event) => dress(event.target));

  dress(document);
  for (const notice of all("[data-told]")) tell(notice);
  for (const bell of all("[data-unread]")) countUnread(bell).catch(() => {}); // left meanwhile, or no answer: no number
})();
