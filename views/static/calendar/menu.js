// What can be done with a card, by the mouse's right button, by its dots, or by the keyboard's menu key. A finger that
// rests drags; “Move…” leads it to the same.
"use strict";

(() => {
  const { made } = cards;
  let menu = null; // { box, card }
  let pointer = "mouse";

  function close({ back = true } = {}) {
    if (!menu) return;
    const { box, id } = menu;
    menu = null;
    box.remove();
    if (back) calendar.root.querySelector(`.s-op[data-id="${CSS.escape(id)}"]`)?.focus();
  }

  function item(text, key, deed) {
    const button = made("button", "dropdown-item", text);
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.tabIndex = -1;
    if (key) button.append(made("kbd", "", key));
    button.addEventListener("click", () => (close(), deed()));
    return button;
  }

  function link(text, href) {
    const leads = Object.assign(made("a", "dropdown-item", text), { href, tabIndex: -1 });
    leads.setAttribute("role", "menuitem");
    return leads;
  }

  function itemsOf(operation) {
    const isMovable = cards.isMovable(operation);
    return [
      isMovable && item("Move…", "M", () => dialogs.openMove(operation)),
      isMovable && calendar.may.split && item("Split…", "S", () => dialogs.openSplit(operation)),
      isMovable && operation.date && item("Back to the backlog", "", () => dialogs.backToBacklog(operation)),
      link(`Open ${operation.job_number}`, `/jobs/show/${operation.job_id}`),
      link("Operations of the job", `/jobs/${operation.job_id}/operations/`),
    ].filter(Boolean);
  }

  function open(card, x, y) {
    close({ back: false });
    const operation = calendar.operation(card.dataset.id);
    if (!operation) return;
    const box = made("div", "dropdown-menu show k-menu");
    box.setAttribute("role", "menu");
    box.setAttribute("aria-label", `${operation.job_number} ${operation.stage_name}`);
    box.append(...itemsOf(operation));
    calendar.root.append(box);
    box.style.left = `${Math.max(8, Math.min(x, innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(8, Math.min(y, innerHeight - box.offsetHeight - 8))}px`;
    menu = { box, id: operation.id };
    box.firstChild.focus();
  }

  function step(by) {
    const items = [...menu.box.children];
    items.at((items.indexOf(document.activeElement) + by) % items.length).focus();
  }

  const KEYS = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => menu.box.firstChild.focus(), End: () => menu.box.lastChild.focus(), Escape: () => close(), Tab: () => close() };

  document.addEventListener("keydown", (event) => {
    if (!menu || !(event.key in KEYS)) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key]();
  }, true);
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (menu && !menu.box.contains(event.target)) close({ back: false });
  }, true);
  document.addEventListener("focusin", ({ target }) => menu && !menu.box.contains(target) && close({ back: false }));
  document.addEventListener("scroll", () => close({ back: false }), true);
  document.addEventListener("keydown", () => { pointer = "keyboard"; });

  calendar.root.addEventListener("contextmenu", (event) => {
    const card = event.target.closest(".s-op[data-id]");
    if (!card || pointer === "touch") return;
    event.preventDefault();
    const { left, bottom } = card.getBoundingClientRect();
    pointer === "mouse" ? open(card, event.clientX, event.clientY) : open(card, left, bottom + 4);
  });
  calendar.root.addEventListener("click", (event) => {
    const dots = event.target.closest(".k-more");
    if (!dots) return;
    const { left, bottom } = dots.getBoundingClientRect();
    open(dots.closest(".s-op"), left, bottom + 4);
  });
})();
