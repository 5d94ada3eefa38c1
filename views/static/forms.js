// Forms: leaving a changed one asks first, a choice between two values shows in its field, and a verb that asks for
// something asks in a dialog. Every form works without this file, on pages of its own.
"use strict";
(() => {
  const all = (selector, part = document) => part.querySelectorAll(selector);

  // Focus stands for a field wherever its input is: a look-up hides its select behind a box.
  const focus = (input) => (input?.tomselect ? input.tomselect.focus() : input?.focus());

  function guard(form) {
    const written = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
    const first = form.dataset.guard === "unsaved" ? null : written();
    let leaves = false;
    form.addEventListener("submit", () => { leaves = true; });
    addEventListener("pageshow", () => { leaves = false; });
    addEventListener("beforeunload", (event) => { if (!leaves && written() !== first) event.preventDefault(); });
  }

  // Two values to choose from: the field holds the chosen one; typing in it is a choice for one's own.
  function hold(input, { value, text }) {
    if (input.tomselect) {
      if (value) input.tomselect.addOption({ id: value, text });
      input.tomselect.setValue(value, true);
    } else if (input.type === "checkbox") {
      input.checked = value === "True";
    } else {
      input.value = value;
    }
  }

  function offer(pick) {
    const input = document.getElementById(pick.dataset.of);
    const [mine] = all("[value=mine]", pick);
    const chosen = () => pick.querySelector("input[type=radio]:checked");
    if (chosen() !== mine) hold(input, chosen().dataset);
    pick.addEventListener("change", () => hold(input, chosen().dataset));
    const typed = () => { mine.checked = true; };
    input.addEventListener("input", typed);
    input.addEventListener("change", typed);
  }

  // A colour is typed or picked: the browser's own picker stands beside its text.
  function paint(text) {
    const picker = document.createElement("input");
    picker.type = "color";
    picker.setAttribute("aria-label", `Pick: ${text.labels[0].firstChild.textContent.trim()}`);
    const show = () => { if (/^#[0-9a-f]{6}$/i.test(text.value.trim())) picker.value = text.value.trim().toLowerCase(); };
    show();
    text.addEventListener("input", show);
    picker.addEventListener("input", () => { text.value = picker.value; });
    text.before(picker);
  }

  // A verb's page is /<table>/<id>/<verb>, that of one field of a row /<table>/quick/<id>/<column>; what it asks stands
  // in [data-asks], on the page as in the dialog.
  const asksAt = (link) => link.origin === location.origin && /^\/[a-z_]+(\/quick)?\/[0-9A-Z]{26}\/[a-z_]+$/.test(link.pathname);

  const asked = (text) => new DOMParser().parseFromString(text, "text/html").querySelector("[data-asks]");

  function put(dialog, part) {
    const title = document.createElement("h2");
    title.id = "asks-title";
    title.append(...part.querySelector("h1").childNodes);
    part.querySelector("h1").replaceWith(title);
    dialog.replaceChildren(part);
    if (dialog.open) part.dispatchEvent(new Event("dress", { bubbles: true }));
    const first = part.querySelector("[autofocus]") ?? part.querySelector(".s-flds :is(input, select, textarea)");
    if (dialog.open) focus(first ?? part.querySelector("[type=submit]"));
    else first?.setAttribute("autofocus", "");
  }

  function complain(dialog, sentence) {
    const told = document.createElement("div");
    told.className = "alert alert-danger";
    told.setAttribute("role", "alert");
    told.textContent = sentence;
    dialog.querySelector(".alert")?.remove();
    dialog.querySelector("form").before(told);
  }

  function goTo(address) {
    const next = new URL(address, location.href);
    next.hash = "";
    location.assign(next);
  }

  async function send(dialog, form, button) {
    if (dialog.ariaBusy === "true") return;
    dialog.ariaBusy = "true";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
      if (answer.type === "opaqueredirect") return goTo(form.elements.back.value);
      const part = asked(await answer.text());
      if (part) put(dialog, part);
      else complain(dialog, `Nothing was changed: the shop answered ${answer.status}. What you typed is still here.`);
    } catch {
      complain(dialog, "Nothing is known of the answer: the shop cannot be reached. What you typed is still here; look at the row before you try again.");
    } finally {
      dialog.ariaBusy = "false";
    }
  }

  function opened(part) {
    const dialog = document.createElement("dialog");
    dialog.className = "s-dialog";
    dialog.setAttribute("aria-labelledby", "asks-title");
    put(dialog, part);
    dialog.addEventListener("submit", (event) => { event.preventDefault(); send(dialog, event.target, event.submitter); });
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("[data-leave]")) return;
      event.preventDefault();
      dialog.close();
    });
    return dialog;
  }

  // Whoever comes from a menu returns to its button: the menu itself is gone by then.
  function leaveMenu(link) {
    const group = link.closest(".btn-group.open");
    group?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    return group?.querySelector("[data-menu]") ?? link;
  }

  async function ask(link) {
    const address = new URL(link.href);
    if (!address.searchParams.has("back") && !asksAt(location)) address.searchParams.set("back", location.pathname + location.search);
    const opener = leaveMenu(link);
    try {
      const answer = await fetch(address);
      const part = answer.ok && !answer.redirected && asked(await answer.text());
      if (!part) throw new Error(String(answer.status));
      const dialog = opened(part);
      dialog.addEventListener("close", () => { dialog.remove(); opener.focus(); });
      document.body.append(dialog);
      dialog.firstElementChild.dispatchEvent(new Event("dress", { bubbles: true }));
      dialog.showModal();
      const first = dialog.querySelector("[autofocus]");
      if (first?.tomselect) focus(first);
    } catch {
      location.assign(link.href); // the same on a page of its own
    }
  }

  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const link = event.target.closest("a[href]");
    if (!link || !plain || event.defaultPrevented) return;
    if (asksAt(link) && !link.target && link.pathname !== location.pathname) {
      event.preventDefault();
      ask(link);
    } else if (link.closest(".s-wrong")) {
      event.preventDefault();
      focus(document.getElementById(link.hash.slice(1)));
    }
  });

  // The section at the top of the window is the one that its table of contents marks.
  function follow(contents) {
    const links = [...all("a", contents)];
    const mark = () => {
      const reached = links.filter((link) => document.getElementById(link.hash.slice(1)).getBoundingClientRect().top < 160);
      const now = reached.at(-1) ?? links[0];
      for (const link of links) link === now ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    };
    document.addEventListener("scroll", mark, { passive: true });
    mark();
  }

  // What is said of a look-up is said of the box that stands for it.
  function describe(select) {
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
      if (select.hasAttribute(name)) select.tomselect?.control_input.setAttribute(name, select.getAttribute(name));
    }
  }

  function dress(part) {
    for (const select of all("select[data-lookup]", part)) describe(select);
    for (const pick of all(".s-pick[data-of]", part)) offer(pick);
    for (const text of all("[data-colour]", part)) paint(text);
  }

  document.addEventListener("dress", (event) => dress(event.target)); // after the look-ups were made
  for (const contents of all(".s-toc")) follow(contents);
  for (const form of all("form[data-guard]")) guard(form);
  dress(document);
  if (document.querySelector("form [autofocus]")?.tomselect) focus(document.querySelector("form [autofocus]"));
})();
