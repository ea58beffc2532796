// @ts-check
// A pad to draw on with mouse, pen, finger or keys.

import { enlarge } from "../core/strokes.js";

const SIDE = 140; // pixels that are sent: five for each of the network's
const WIDTH = 0.085; // of the pen, as a share of the side
const STEP = 0.03; // of the side, for an arrow key
const EDGE = 0.02; // which the keys do not cross
/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class DigitPad {
  /** @type {Point[][]} */
  #strokes = [];
  /** @type {Point[] | null} */
  #stroke = null; // that the pointer draws
  #pointer = 0;
  #cursor = { x: 0.5, y: 0.5 }; // of the keys
  #penDown = false;

  /** @param {HTMLCanvasElement} canvas @param {() => void} onChange */
  constructor(canvas, onChange) {
    this.canvas = canvas;
    this.onChange = onChange;
    this.pen = contextOf(canvas);
    this.ink = contextOf(new OffscreenCanvas(SIDE, SIDE));
    canvas.addEventListener("pointerdown", (event) => this.#beginStroke(event));
    canvas.addEventListener("pointermove", (event) => this.#extendStroke(event));
    canvas.addEventListener("pointerup", (event) => this.#endStroke(event));
    canvas.addEventListener("pointercancel", (event) => this.#endStroke(event));
    canvas.addEventListener("keydown", (event) => this.#pressKey(event));
    for (const name of ["focus", "blur"]) canvas.addEventListener(name, () => this.#paint());
    const theme = matchMedia("(prefers-color-scheme: dark)");
    theme.addEventListener("change", () => this.#paint());
    this.#paint();
  }

  get empty() {
    return !this.#strokes.length;
  }

  clear() {
    this.#strokes = [];
    this.#stroke = null;
    this.#penDown = false;
    this.#paint();
    this.onChange();
  }

  /** Give the brightness, 0 to 255, of SIDE x SIDE pixels: white ink on black, enlarged. */
  pixels() {
    const { data } = this.ink.getImageData(0, 0, SIDE, SIDE);
    return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => data[4 * i]);
  }

  /** @type {(event: PointerEvent) => Point} */
  #pointOf({ clientX, clientY }) {
    const { height, left, top, width } = this.canvas.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  }

  /** @param {PointerEvent} event */
  #beginStroke(event) {
    if (event.button !== 0 || this.#stroke) return; // a second finger draws nothing
    event.preventDefault();
    this.#pointer = event.pointerId;
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.#stroke = [this.#pointOf(event)];
    this.#strokes.push(this.#stroke);
    this.#update();
  }

  /** @param {PointerEvent} event */
  #extendStroke(event) {
    if (!this.#stroke || event.pointerId !== this.#pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    this.#stroke.push(...(events.length ? events : [event]).map((one) => this.#pointOf(one)));
    this.#update();
  }

  /** @param {PointerEvent} event */
  #endStroke({ pointerId }) {
    if (pointerId === this.#pointer) this.#stroke = null;
  }

  /** @param {KeyboardEvent} event */
  #pressKey(event) {
    const step = STEPS[event.key];
    if (event.key === " ") {
      this.#penDown = !this.#penDown;
      if (this.#penDown) this.#strokes.push([this.#cursor]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.clear();
    } else if (step) {
      const [x, y] = step;
      this.#cursor = { x: inside(this.#cursor.x + STEP * x), y: inside(this.#cursor.y + STEP * y) };
      if (this.#penDown) this.#strokes.at(-1)?.push(this.#cursor);
    } else {
      return;
    }
    event.preventDefault();
    this.#update();
  }

  #update() {
    this.#paint();
    if (!this.empty) this.onChange();
  }

  #paint() {
    const style = getComputedStyle(document.documentElement);
    const { width } = this.canvas;
    this.pen.clearRect(0, 0, width, width);
    this.#drawStrokes(this.pen, width, style.getPropertyValue("--ink"));
    this.ink.fillStyle = "#000";
    this.ink.fillRect(0, 0, SIDE, SIDE);
    this.#drawStrokes(this.ink, SIDE, "#fff", enlarge(this.#strokes));
    if (document.activeElement !== this.canvas || !this.canvas.matches(":focus-visible")) return;
    const { x, y } = this.#cursor;
    this.pen.strokeStyle = style.getPropertyValue(this.#penDown ? "--other" : "--accent");
    this.pen.lineWidth = 3;
    this.pen.beginPath();
    this.pen.arc(x * width, y * width, 0.5 * WIDTH * width, 0, 2 * Math.PI);
    this.pen.stroke();
  }

  /**
   * @param {CanvasRenderingContext2D} pen @param {number} side @param {string} ink
   * @param {Point[][]} strokes
   */
  #drawStrokes(pen, side, ink, strokes = this.#strokes) {
    pen.lineCap = pen.lineJoin = "round";
    pen.lineWidth = WIDTH * side;
    pen.strokeStyle = ink;
    for (const stroke of strokes) {
      pen.beginPath();
      for (const { x, y } of stroke) pen.lineTo(x * side, y * side);
      if (stroke.length === 1) pen.lineTo(stroke[0].x * side + 0.01, stroke[0].y * side); // a dot
      pen.stroke();
    }
  }
}

/** @param {HTMLCanvasElement | OffscreenCanvas} canvas */
const contextOf = (canvas) =>
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));

/** @param {number} share */
const inside = (share) => Math.min(1 - EDGE, Math.max(EDGE, share));
