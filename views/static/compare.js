// Versions of a picture, one over the other with a divider or side by side, zoomed and moved as one; numbered pins
// stay at their places on the print. Everything can be done by mouse, by touch and by keyboard. It draws nothing of
// its own: the server's pictures and pins are shown where they belong, and two events tell what was asked for.
//
//   compare:place  {version, x, y, pane}  a place on a version that takes notes; x and y are fractions of its picture
//   compare:open   {note}                 a pin was pressed
"use strict";
(() => {
  const LARGEST = 8;
  const ZOOM = 1.5;
  const STILL = 6; // a finger that rests moves a few pixels
  const between = (value, least, most) => Math.min(most, Math.max(least, value));
  const percent = (fraction) => `${Math.round(fraction * 100)} %`;
  const place = (fraction) => Math.round(between(fraction, 0, 1) * 10_000) / 10_000;

  // One version: its picture fitted into the pane, and the pins on it.
  class Pane {
    constructor(element) {
      this.element = element;
      this.picture = element.querySelector("img");
      this.pins = element.querySelector("[data-pins]");
      this.version = Number(element.dataset.version);
      this.takesNotes = "takesNotes" in element.dataset;
    }

    get box() {
      return this.element.getBoundingClientRect();
    }

    // Where the picture lies in the pane before it is zoomed, as fractions of the pane.
    get fit() {
      const { clientWidth: width, clientHeight: height } = this.element;
      const wide = this.picture.naturalWidth || Number(this.picture.getAttribute("width")) || 1;
      const high = this.picture.naturalHeight || Number(this.picture.getAttribute("height")) || 1;
      const ratio = Math.min(width / wide, height / high);
      const w = (wide * ratio) / width;
      const h = (high * ratio) / height;
      return { w, h, left: (1 - w) / 2, top: (1 - h) / 2 };
    }
  }

  class Compare {
    constructor(root) {
      this.root = root;
      this.stage = root.querySelector("[data-stage]");
      this.divider = root.querySelector("[data-divider]");
      this.cross = root.querySelector("[data-cross]");
      this.said = root.querySelector("[data-said]");
      this.panes = [...this.stage.querySelectorAll("[data-pane]")].map((element) => new Pane(element));
      this.newest = this.panes.at(-1);
      this.mode = root.dataset.mode;
      this.scale = 1;
      this.centre = { x: 0.5, y: 0.5 };
      this.split = 0.5;
      this.aim = null;
      this.pointers = new Map();
      this.listen();
      this.draw();
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
      on(this.divider, "keydown", this.slide);
      on(this.cross, "keydown", this.steer);
      new ResizeObserver(() => this.draw()).observe(this.stage);
      const pins = new MutationObserver(() => this.draw());
      for (const pane of this.panes) {
        on(pane.picture, "load", this.draw);
        pins.observe(pane.pins, { childList: true, subtree: true });
      }
    }

    say(words) {
      this.said.textContent = words;
    }

    tell(kind, detail) {
      this.root.dispatchEvent(new CustomEvent(`compare:${kind}`, { bubbles: true, detail }));
    }

    // ---- what is shown

    draw() {
      const half = 0.5 / this.scale;
      this.centre = { x: between(this.centre.x, half, 1 - half), y: between(this.centre.y, half, 1 - half) };
      this.stage.classList.toggle("is-zoomed", this.scale > 1);
      const slides = this.mode === "slide" && this.panes.length > 1;
      for (const pane of this.panes) this.drawPane(pane, slides);
      this.drawDivider(slides);
      this.drawCross();
    }

    drawPane(pane, slides) {
      const { clientWidth: width, clientHeight: height } = pane.element;
      const x = width * (0.5 - this.centre.x * this.scale);
      const y = height * (0.5 - this.centre.y * this.scale);
      pane.picture.style.transform = `translate(${x}px, ${y}px) scale(${this.scale})`;
      const [left, right] = pane === this.newest ? [this.split, 0] : [0, 1 - this.split];
      pane.element.style.clipPath = slides ? `inset(0 ${right * 100}% 0 ${left * 100}%)` : "";
      for (const pin of pane.pins.children) {
        const at = this.onPane(pane, Number(pin.dataset.x), Number(pin.dataset.y));
        pin.style.left = `${at.x * 100}%`;
        pin.style.top = `${at.y * 100}%`;
        pin.dataset.corner = (at.y * height < 34 ? "top" : "bottom") + (width - at.x * width < 34 ? "-right" : "-left");
      }
    }

    drawDivider(slides) {
      if (!this.divider) return;
      this.divider.hidden = !slides;
      this.divider.style.left = percent(this.split).replace(" ", "");
      this.divider.setAttribute("aria-valuenow", String(Math.round(this.split * 100)));
      this.divider.setAttribute("aria-valuetext", `Version ${this.panes[0].version} on the left ${percent(this.split)}`);
    }

    drawCross() {
      this.cross.hidden = this.aim === null;
      if (this.aim === null) return;
      const pane = this.newest.box;
      const stage = this.stage.getBoundingClientRect();
      this.cross.style.left = `${pane.left - stage.left + this.aim.x * pane.width}px`;
      this.cross.style.top = `${pane.top - stage.top + this.aim.y * pane.height}px`;
    }

    // A place on the picture, as fractions of the pane, and back.
    onPane(pane, x, y) {
      const { w, h, left, top } = pane.fit;
      return { x: 0.5 + (left + x * w - this.centre.x) * this.scale, y: 0.5 + (top + y * h - this.centre.y) * this.scale };
    }

    onPicture(pane, x, y) {
      const { w, h, left, top } = pane.fit;
      return {
        x: (this.centre.x + (x - 0.5) / this.scale - left) / w,
        y: (this.centre.y + (y - 0.5) / this.scale - top) / h,
      };
    }

    show(mode) {
      this.mode = this.root.dataset.mode = mode;
      for (const button of this.root.querySelectorAll("[data-show]")) button.setAttribute("aria-pressed", String(button.dataset.show === mode));
      this.draw();
    }

    zoom(factor, at = { x: 0.5, y: 0.5 }) {
      const scale = between(this.scale * factor, 1, LARGEST);
      for (const axis of ["x", "y"]) this.centre[axis] += (at[axis] - 0.5) * (1 / this.scale - 1 / scale);
      this.scale = scale < 1.02 ? 1 : scale;
      this.draw();
      this.say(`Zoom ${percent(this.scale)}`);
    }

    pan(x, y) {
      this.centre.x += x / this.scale;
      this.centre.y += y / this.scale;
      this.draw();
    }

    part(split) {
      this.split = between(split, 0, 1);
      this.draw();
    }

    // A pin that has the focus is seen: not behind the divider, not outside the zoomed part.
    reveal({ target }) {
      const pane = this.panes.find(({ pins }) => pins.contains(target));
      if (!pane || !target.dataset.x) return;
      this.look(pane, Number(target.dataset.x), Number(target.dataset.y));
    }

    look(pane, x, y) {
      const at = this.onPane(pane, x, y);
      if (at.x < 0 || at.x > 1 || at.y < 0 || at.y > 1) {
        const { w, h, left, top } = pane.fit;
        this.centre = { x: left + x * w, y: top + y * h };
        this.draw();
      }
      const seen = this.onPane(pane, x, y).x;
      if (this.mode !== "slide" || this.panes.length < 2) return;
      if (pane === this.newest && seen < this.split) this.part(seen - 0.1);
      if (pane !== this.newest && seen > this.split) this.part(seen + 0.1);
    }

    // ---- mouse and touch

    down(event) {
      if (event.button !== 0 || event.target.closest("[data-pins] > *, [data-cross]")) return;
      const pane = this.panes.find(({ element }) => element.contains(event.target)) || this.newest;
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
      else if (this.scale > 1) this.pan(-by.x / pointer.pane.box.width, -by.y / pointer.pane.box.height);
      pointer.x = event.clientX;
      pointer.y = event.clientY;
    }

    pinch(pointer, event) {
      const other = [...this.pointers.values()].find((each) => each !== pointer);
      other.moved = true;
      const before = Math.hypot(pointer.x - other.x, pointer.y - other.y);
      const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      const box = pointer.pane.box;
      const middle = { x: (event.clientX + other.x) / 2, y: (event.clientY + other.y) / 2 };
      if (before > 0) this.zoom(after / before, { x: (middle.x - box.left) / box.width, y: (middle.y - box.top) / box.height });
    }

    up(event) {
      const pointer = this.pointers.get(event.pointerId);
      this.pointers.delete(event.pointerId);
      if (!pointer || pointer.moved || pointer.slides || event.type === "pointercancel") return;
      const box = pointer.pane.box;
      this.pin(pointer.pane, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    }

    wheel(event) {
      if (!event.ctrlKey && !event.metaKey) return; // the wheel alone moves the page
      event.preventDefault();
      const pane = this.panes.find(({ element }) => element.contains(event.target)) || this.newest;
      const { left, top, width, height } = pane.box;
      this.zoom(Math.exp(-event.deltaY / 200), { x: (event.clientX - left) / width, y: (event.clientY - top) / height });
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

    arrow({ key }) {
      return { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    }

    keyed(event) {
      if (event.target !== this.stage || event.ctrlKey || event.metaKey || event.altKey) return;
      const arrow = this.arrow(event);
      if (event.key === "+" || event.key === "=") this.zoom(ZOOM);
      else if (event.key === "-") this.zoom(1 / ZOOM);
      else if (event.key === "0") this.zoom(1 / LARGEST);
      else if (event.key === "Enter" && this.newest.takesNotes) this.begin();
      else if (arrow && this.scale > 1) this.pan(arrow[0] * 0.1, arrow[1] * 0.1);
      else return;
      event.preventDefault();
    }

    slide(event) {
      const arrow = this.arrow(event);
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
      const least = this.least();
      this.aim = { x: (least + 1) / 2, y: 0.5 };
      this.draw();
      this.cross.focus({ preventScroll: true });
      this.stage.scrollIntoView({ block: "nearest" });
      this.aimed();
    }

    least() {
      return this.mode === "slide" && this.panes.length > 1 ? this.split : 0;
    }

    aimed() {
      const { x, y } = this.onPicture(this.newest, this.aim.x, this.aim.y);
      this.say(`${percent(place(x))} from the left, ${percent(place(y))} from the top`);
    }

    steer(event) {
      const arrow = this.arrow(event);
      const step = event.shiftKey ? 0.1 : 0.02;
      if (event.key === "Escape") this.stop(true);
      else if (arrow) {
        this.aim = { x: between(this.aim.x + arrow[0] * step, this.least(), 1), y: between(this.aim.y + arrow[1] * step, 0, 1) };
        this.draw();
        this.aimed();
      } else return;
      event.preventDefault();
      event.stopPropagation();
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
