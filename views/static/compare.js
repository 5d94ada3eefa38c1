// Compares versions by mouse, by touch and by keyboard. Two events tell what was asked for:
//
//   compare:place  {version, x, y, pane}  a place on a version that takes notes; x and y are fractions of its picture
//   compare:open   {note}                 a pin was pressed
"use strict";
(() => {
  const ZOOM = 1.5;
  const STILL = 6; // a finger that rests moves a few pixels
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const between = (value, least, most) => Math.min(most, Math.max(least, value));
  const percent = (fraction) => `${Math.round(fraction * 100)} %`;
  const place = (fraction) => Math.round(between(fraction, 0, 1) * 10_000) / 10_000;

  class Compare extends ComparedPictures {
    constructor(root) {
      super(root);
      this.pointers = new Map();
      this.listen();
      root.compare = this;
    }

    listen() {
      const on = (element, kinds, act) => kinds.split(" ").forEach((kind) => element?.addEventListener(kind, act.bind(this)));
      on(this.root, "click", this.pressed);
      on(this.stage, "pointerdown", this.down);
      on(this.stage, "pointermove", this.move);
      on(this.stage, "pointerup pointercancel", this.up);
      on(this.stage, "keydown", this.keyed);
      on(this.stage, "focusin", this.reveal);
      this.stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
      this.stage.addEventListener("load", () => this.draw(), { capture: true }); // of its pictures
      document.addEventListener("page:changed", () => this.drawAnew());
      new ResizeObserver(() => this.draw()).observe(this.stage);
      new MutationObserver(() => this.drawAnew()).observe(this.stage, { childList: true, subtree: true });
    }

    tell(kind, detail) {
      this.root.dispatchEvent(new CustomEvent(`compare:${kind}`, { bubbles: true, detail }));
    }

    // The server drew the page anew: what it knows nothing of, such as the zoom, stays.
    drawAnew() {
      this.collect();
      this.show(this.mode);
    }

    // ---- mouse and touch

    down(event) {
      if (event.button !== 0 || event.target.closest("[data-pins] > *, [data-cross]")) return;
      const pane = this.paneOf(event.target);
      const slides = Boolean(event.target.closest("[data-divider]"));
      this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, pane, slides, moved: false });
      if (slides) this.stage.setPointerCapture(event.pointerId);
    }

    move(event) {
      const pointer = this.pointers.get(event.pointerId);
      if (!pointer) return;
      const by = { x: event.clientX - pointer.x, y: event.clientY - pointer.y };
      if (!pointer.moved && Math.hypot(by.x, by.y) < STILL && !pointer.slides) return;
      if (!pointer.moved) this.stage.setPointerCapture(event.pointerId);
      pointer.moved = true;
      if (this.pointers.size === 2) this.pinch(pointer, event);
      else if (pointer.slides) this.part((event.clientX - this.stage.getBoundingClientRect().left) / this.stage.clientWidth);
      else if (this.scale > 1) this.pan(-by.x / pointer.pane.element.clientWidth, -by.y / pointer.pane.element.clientHeight);
      pointer.x = event.clientX;
      pointer.y = event.clientY;
    }

    pinch(pointer, event) {
      const other = [...this.pointers.values()].find((each) => each !== pointer);
      other.moved = true;
      const before = Math.hypot(pointer.x - other.x, pointer.y - other.y);
      const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      if (before > 0) this.zoom(after / before, pointer.pane.at((event.clientX + other.x) / 2, (event.clientY + other.y) / 2));
    }

    up(event) {
      const pointer = this.pointers.get(event.pointerId);
      this.pointers.delete(event.pointerId);
      if (!pointer || pointer.moved || pointer.slides || event.type === "pointercancel") return;
      const at = pointer.pane.at(event.clientX, event.clientY);
      this.pin(pointer.pane, at.x, at.y);
    }

    wheel(event) {
      if (!event.ctrlKey && !event.metaKey) return; // the wheel alone moves the page
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 200), this.paneOf(event.target).at(event.clientX, event.clientY));
    }

    pressed(event) {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.show) this.show(button.dataset.show);
      if (button.dataset.zoom) this.zoom(button.dataset.zoom === "in" ? ZOOM : 1 / ZOOM);
      if ("aim" in button.dataset) this.begin();
      if (button === this.cross) this.pin(this.newest, this.aim.x, this.aim.y);
      if (button.dataset.note) this.tell("open", { note: button.dataset.note });
    }

    // ---- keyboard

    keyed(event) {
      if (event.target === this.divider) return this.slide(event);
      if (event.target === this.cross) return this.steer(event);
      if (event.target !== this.stage || event.ctrlKey || event.metaKey || event.altKey) return;
      const arrow = ARROWS[event.key];
      if (event.key === "+" || event.key === "=") this.zoom(ZOOM);
      else if (event.key === "-") this.zoom(1 / ZOOM);
      else if (event.key === "0") this.zoom(0);
      else if (event.key === "Enter" && this.newest.takesNotes) this.begin();
      else if (arrow && this.scale > 1) this.pan(arrow[0] * 0.1, arrow[1] * 0.1);
      else return;
      event.preventDefault();
    }

    slide(event) {
      const arrow = ARROWS[event.key];
      const step = (event.shiftKey ? 10 : 2) / 100;
      if (arrow) this.part(this.split + (arrow[0] - arrow[1]) * step);
      else if (event.key === "PageUp" || event.key === "PageDown") this.part(this.split + (event.key === "PageUp" ? 0.1 : -0.1));
      else if (event.key === "Home" || event.key === "End") this.part(event.key === "Home" ? 0 : 1);
      else return;
      event.preventDefault();
    }

    // A cross to be moved by the arrow keys, which Enter turns into a pin.
    begin() {
      if (this.mode === "slide" && this.split > 0.9) this.split = 0.5;
      this.aim = { x: (this.shownFrom + 1) / 2, y: 0.5 };
      this.draw();
      this.cross.focus({ preventScroll: true });
      this.stage.scrollIntoView({ block: "nearest" });
      this.aimed();
    }

    aimed() {
      const { x, y } = this.onPicture(this.newest, this.aim.x, this.aim.y);
      this.say(`${percent(place(x))} from the left, ${percent(place(y))} from the top`);
    }

    steer(event) {
      const arrow = ARROWS[event.key];
      const step = event.shiftKey ? 0.1 : 0.02;
      if (event.key === "Escape") this.stop(true);
      else if (arrow) {
        this.aim = { x: between(this.aim.x + arrow[0] * step, this.shownFrom, 1), y: between(this.aim.y + arrow[1] * step, 0, 1) };
        this.draw();
        this.aimed();
      } else return;
      event.preventDefault();
    }

    stop(returns) {
      this.aim = null;
      this.draw();
      if (returns) this.root.querySelector("button[data-aim]").focus();
    }

    pin(pane, x, y) {
      const at = this.onPicture(pane, x, y);
      if (!pane.takesNotes || at.x < 0 || at.x > 1 || at.y < 0 || at.y > 1) return;
      this.stop(false);
      this.tell("place", { version: pane.version, x: place(at.x), y: place(at.y), pane: pane.element });
    }
  }

  const begin = () => {
    for (const root of document.querySelectorAll("[data-compare]")) if (!root.compare) new Compare(root);
  };
  begin();
  new MutationObserver(begin).observe(document.body, { childList: true, subtree: true });
})();
