// Versions of a picture, one over the other with a divider or side by side, zoomed and moved as one; numbered pins
// stay at their places on the print. It draws what the server sent where it belongs; `compare.js` gives it hands.
"use strict";
const ComparedPictures = (() => {
  const LARGEST = 8;
  const between = (value, least, most) => Math.min(most, Math.max(least, value));
  const percent = (fraction) => `${Math.round(fraction * 100)} %`;

  // One version: its picture fitted into the pane, and the pins on it.
  class Pane {
    constructor(element) {
      this.element = element;
      this.picture = element.querySelector("img");
      this.pins = element.querySelector("[data-pins]");
      this.version = Number(element.dataset.version);
      this.takesNotes = "takesNotes" in element.dataset;
    }

    // Where something at a place of the window is, as fractions of the pane.
    at(x, y) {
      const { left, top, width, height } = this.element.getBoundingClientRect();
      return { x: (x - left) / width, y: (y - top) / height };
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

  return class ComparedPictures {
    constructor(root) {
      this.root = root;
      this.stage = root.querySelector("[data-stage]");
      this.said = root.querySelector("[data-said]");
      this.mode = root.dataset.mode;
      this.scale = 1;
      this.centre = { x: 0.5, y: 0.5 };
      this.split = 0.5;
      this.aim = null;
      this.collect();
      this.draw();
    }

    collect() {
      this.divider = this.root.querySelector("[data-divider]");
      this.cross = this.root.querySelector("[data-cross]");
      this.panes = [...this.stage.querySelectorAll("[data-pane]")].map((element) => new Pane(element));
      this.newest = this.panes.at(-1);
    }

    get slides() {
      return this.mode === "slide" && this.panes.length > 1;
    }

    // How much of the newest version is behind the divider, as a fraction of its pane.
    get shownFrom() {
      return this.slides ? this.split : 0;
    }

    say(words) {
      this.said.textContent = words;
    }

    draw() {
      const half = 0.5 / this.scale;
      this.centre = { x: between(this.centre.x, half, 1 - half), y: between(this.centre.y, half, 1 - half) };
      this.stage.classList.toggle("is-zoomed", this.scale > 1);
      for (const pane of this.panes) this.drawPane(pane);
      this.drawDivider();
      this.drawCross();
    }

    drawPane(pane) {
      const { clientWidth: width, clientHeight: height } = pane.element;
      const [x, y] = [width * (0.5 - this.centre.x * this.scale), height * (0.5 - this.centre.y * this.scale)];
      pane.picture.style.transform = `translate(${x}px, ${y}px) scale(${this.scale})`;
      const [left, right] = pane === this.newest ? [this.split, 0] : [0, 1 - this.split];
      pane.element.style.clipPath = this.slides ? `inset(0 ${right * 100}% 0 ${left * 100}%)` : "";
      for (const pin of pane.pins.children) {
        const at = this.onPane(pane, Number(pin.dataset.x), Number(pin.dataset.y));
        pin.style.left = `${at.x * 100}%`;
        pin.style.top = `${at.y * 100}%`;
        pin.dataset.corner = (at.y * height < 34 ? "top" : "bottom") + (width - at.x * width < 34 ? "-right" : "-left");
      }
    }

    drawDivider() {
      if (!this.divider) return;
      this.divider.hidden = !this.slides;
      this.divider.style.left = percent(this.split).replace(" ", "");
      this.divider.setAttribute("aria-valuenow", String(Math.round(this.split * 100)));
      this.divider.setAttribute("aria-valuetext", `Version ${this.panes[0].version} on the left ${percent(this.split)}`);
    }

    drawCross() {
      this.cross.hidden = this.aim === null;
      if (this.aim === null) return;
      const { offsetLeft: left, offsetTop: top, clientWidth: width, clientHeight: height } = this.newest.element;
      this.cross.style.left = `${left + this.aim.x * width}px`;
      this.cross.style.top = `${top + this.aim.y * height}px`;
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

    paneOf(part) {
      return this.panes.find(({ element }) => element.contains(part)) || this.newest;
    }

    // A pin that has the focus is seen: not behind the divider, not outside the zoomed part.
    reveal({ target }) {
      if (!target.dataset.x) return;
      const pane = this.paneOf(target);
      const [x, y] = [Number(target.dataset.x), Number(target.dataset.y)];
      const at = this.onPane(pane, x, y);
      if (at.x < 0 || at.x > 1 || at.y < 0 || at.y > 1) {
        const { w, h, left, top } = pane.fit;
        this.centre = { x: left + x * w, y: top + y * h };
        this.draw();
      }
      const seen = this.onPane(pane, x, y).x;
      if (!this.slides) return;
      if (pane === this.newest && seen < this.split) this.part(seen - 0.1);
      if (pane !== this.newest && seen > this.split) this.part(seen + 0.1);
    }
  };
})();
