// @ts-check
// A chart as SVG: axes, curves, a legend, and the values at the pointer.

import { layOut, pathsOf, readingAt } from "../core/curves.js";
import { element, query, say, svg } from "./element.js";

const HEIGHT = 210; // pixels of the paper
const COLOURS = 4; // of the runs compared, in the style sheet

/** @param {HTMLElement} root its parts @param {Chart} chart @param {number} epochs */
export function drawChart(root, { caption, curves, title }, epochs) {
  /** @type {SVGSVGElement} */
  const paper = query(root, "svg.paper");
  const reading = query(root, ".reading");
  const { width } = paper.getBoundingClientRect();
  const scale = layOut(curves, epochs, width, HEIGHT);
  const pointer = svg("path", { class: "pointer" });
  say(query(root, ".title"), title);
  say(paper, caption, "sayLabel");
  const names = curves.map((curve) => element("li", {}, ...nameOf(curve)));
  query(root, ".legend").replaceChildren(...names);
  const lines = curves.flatMap((curve) => linesOf(curve, scale));
  paper.replaceChildren(...gridOf(scale), ...lines, pointer);

  /** @param {number | null} at where the pointer is, in pixels */
  function read(at) {
    const values = at === null ? null : readingAt(curves, scale.epochAt(at));
    paper.dataset.at = values ? String(at) : "";
    reading.hidden = !values;
    if (!values) return pointer.removeAttribute("d");
    const x = scale.x(values.epoch);
    pointer.setAttribute("d", `M${x} ${scale.top}V${scale.bottom}`);
    reading.style.insetInline = x > width / 2 ? `auto ${width - x + 8}px` : `${x + 8}px auto`;
    reading.replaceChildren(element("p", { say: { value: values.epoch } }),
      ...values.values.map(([curve, value]) =>
        element("p", {}, ...nameOf(curve), element("span", { class: "number" }, value))));
  }
  paper.onpointermove = ({ clientX }) => read(clientX - paper.getBoundingClientRect().left);
  paper.onpointerleave = () => read(null);
  read(paper.dataset.at ? Number(paper.dataset.at) : null);
}

/** @param {ReturnType<typeof layOut>} scale */
const gridOf = ({ bottom, epochTicks, left, right, top, valueTicks, x, y }) => [
  ...valueTicks.flatMap(({ at, label }) => [
    svg("path", { class: "grid", d: `M${left} ${y(at)}H${right}` }),
    svg("text", { class: "value", x: left - 6, y: y(at) + 4 }, label)]),
  ...epochTicks.flatMap(({ at, label }) => [
    svg("path", { class: "grid", d: `M${x(at)} ${top}V${bottom}` }),
    svg("text", { x: x(at), y: bottom + 18 }, label)]),
];

/** @param {Curve} curve @param {ReturnType<typeof layOut>} scale */
function linesOf(curve, { x, y }) {
  const { dots, line } = pathsOf(curve.points.map(({ epoch, value }) => [x(epoch), y(value)]));
  const style = styleOf(curve);
  return [svg("path", { class: `curve ${style}`, d: line }),
    svg("path", { class: `dots ${style}`, d: dots })];
}

/** @param {Curve} curve */
const styleOf = ({ part, place }) => `${part} run-${place && 1 + ((place - 1) % COLOURS)}`;

/** @param {Curve} curve */
const nameOf = (curve) => [
  svg("svg", { class: "sample", viewBox: "0 0 28 8", "aria-hidden": "true" },
    svg("path", { class: `curve ${styleOf(curve)}`, d: "M0 4H28" })),
  element("span", {}, curve.place > 0 && `${curve.name} `, element("span", { say: curve.part })),
]; // Keys: of_train, of_test.
