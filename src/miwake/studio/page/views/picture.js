// @ts-check
// An example as what it is: an image, or numbers as points on a line.

import { examplePlaces, pathsOf } from "../core/curves.js";
import { element, svg } from "./element.js";

const WIDTH = 320;
const HEIGHT = 120;
const MARGIN = 8;
const COLOURS = 6; // of classes, in the style sheet
const MANY = 150; // numbers, which have small points

/** @param {Example} example @param {number} place of its class @param {string} label */
export function picture(example, place, label) {
  const image = { role: "img", "aria-label": label };
  if (example.pixels) {
    const canvas = element("canvas", { class: "pixels", ...image });
    paintPixels(canvas, example);
    return canvas;
  }
  const { numbers } = example;
  const { dots, line } = pathsOf(examplePlaces(numbers, WIDTH, HEIGHT, MARGIN), Infinity);
  const many = numbers.length > MANY ? "many" : "";
  return svg("svg", { class: `points class-${place % COLOURS} ${many}`, ...image,
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" },
    svg("path", { class: "line", d: line }), svg("path", { class: "dots", d: dots }));
}

/** @param {HTMLCanvasElement} canvas @param {PixelExample} example */
export function paintPixels(canvas, { grey, height, pixels, width }) {
  canvas.width = width;
  canvas.height = height;
  const bitmap = new ImageData(width, height);
  const step = grey ? 1 : 3;
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) bitmap.data[4 * i + c] = pixels[step * i + (grey ? 0 : c)];
    bitmap.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d")?.putImageData(bitmap, 0, 0);
}
