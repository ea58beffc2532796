// A pad to draw on with mouse, pen, finger or keys. What is drawn is asked about at once: one
// question at a time, always about the newest stroke.

const SIDE = 140; // pixels that are sent: five for each of the network's
const WIDTH = 0.085; // of the pen, as a share of the side
const STEP = 0.03; // of the side, for an arrow key

export class Pad {
  constructor(canvas, changed) {
    this.canvas = canvas;
    this.changed = changed;
    this.pen = canvas.getContext("2d");
    this.ink = new OffscreenCanvas(SIDE, SIDE);
    this.inked = this.ink.getContext("2d", { willReadFrequently: true });
    this.strokes = [];
    this.at = { x: 0.5, y: 0.5 };
    this.down = false;
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => this.#end(event));
    canvas.addEventListener("keydown", (event) => this.#key(event));
    for (const one of ["focus", "blur"]) canvas.addEventListener(one, () => this.show());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.show());
    this.show();
  }

  get empty() {
    return !this.strokes.length;
  }

  clear() {
    this.strokes = [];
    this.drawing = null;
    this.down = false;
    this.show();
    this.changed();
  }

  // Brightness 0 to 255 of SIDE x SIDE pixels, white ink on black.
  pixels() {
    const { data } = this.inked.getImageData(0, 0, SIDE, SIDE);
    return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[4 * i]);
  }

  #place(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  #begin(event) {
    if (event.button !== 0 || this.drawing) return; // a second finger draws nothing
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.drawing = [this.#place(event)];
    this.strokes.push(this.drawing);
    this.#drawn();
  }

  #move(event) {
    if (!this.drawing || event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) this.drawing.push(this.#place(one));
    this.#drawn();
  }

  #end(event) {
    if (event.pointerId === this.pointer) this.drawing = null;
  }

  #key(event) {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === " ") {
      this.down = !this.down;
      if (this.down) this.strokes.push([{ ...this.at }]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.clear();
    } else if (steps[event.key]) {
      const [x, y] = steps[event.key];
      const inside = (value) => Math.min(0.98, Math.max(0.02, value));
      this.at = { x: inside(this.at.x + STEP * x), y: inside(this.at.y + STEP * y) };
      if (this.down) this.strokes.at(-1).push({ ...this.at });
    } else {
      return;
    }
    event.preventDefault();
    this.#drawn();
  }

  #drawn() {
    this.show();
    if (!this.empty) this.changed();
  }

  show() {
    const style = getComputedStyle(document.documentElement);
    const { width } = this.canvas;
    this.pen.clearRect(0, 0, width, width);
    this.#trace(this.pen, width, style.getPropertyValue("--ink"));
    this.inked.fillStyle = "#000";
    this.inked.fillRect(0, 0, SIDE, SIDE);
    this.#trace(this.inked, SIDE, "#fff");
    if (document.activeElement !== this.canvas || !this.canvas.matches(":focus-visible")) return;
    this.pen.strokeStyle = style.getPropertyValue(this.down ? "--other" : "--accent");
    this.pen.lineWidth = 3;
    this.pen.beginPath();
    this.pen.arc(this.at.x * width, this.at.y * width, 0.5 * WIDTH * width, 0, 7);
    this.pen.stroke();
  }

  #trace(pen, side, ink) {
    pen.lineCap = pen.lineJoin = "round";
    pen.lineWidth = WIDTH * side;
    pen.strokeStyle = ink;
    for (const stroke of this.strokes) {
      pen.beginPath();
      for (const { x, y } of stroke) pen.lineTo(x * side, y * side);
      if (stroke.length === 1) pen.lineTo(stroke[0].x * side + 0.01, stroke[0].y * side);
      pen.stroke();
    }
  }
}
