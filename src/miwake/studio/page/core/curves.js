// @ts-check
// The curves of a training: what is drawn in which chart, and where it lies on the paper.

import { digits } from "./text.js";

const MARGIN = { right: 8, top: 6, bottom: 24, left: 12, letter: 7 }; // pixels
const GAP = { epochs: 60, values: 34 }; // pixels between two labels, at least
const DOTTED = 60; // points of a curve that are still drawn one by one

/** List the charts: the loss, and the accuracy or, of a value, R².
 * @param {RunHistory[]} histories of the run that is shown, then of those compared with it
 * @param {boolean} isValue whether a value is learned, as long as no epoch says so
 * @returns {Chart[]} */
export function chartsOf(histories, isValue) {
  const rows = histories.flatMap(({ history }) => history);
  const value = rows.length ? !rows.some((row) => "accuracy" in row) : isValue;
  const last = histories[0].history.at(-1);
  const charts = [["loss", "chart_loss", "loss", "val_loss"], value
    ? ["r2", "chart_r2", "", "val_r2"]
    : ["accuracy", "chart_accuracy", "accuracy", "val_accuracy"]];
  return charts.map(([title, key, train, test]) => ({
    title,
    caption: { key, values: { train: digits(last?.[train], 4), test: digits(last?.[test], 4) } },
    curves: histories.flatMap(({ history, name }, place) => [
      { name, place, part: "of_train", points: pointsOf(history, train) },
      { name, place, part: "of_test", points: pointsOf(history, test) },
    ]).filter(({ points }) => points.length),
  }));
}

/** @type {(history: Figures[], figure: string) => CurvePoint[]} */
const pointsOf = (history, figure) => history
  .filter((row) => Number.isFinite(row[figure]))
  .map((row) => ({ epoch: row.epoch, value: row[figure] }));

/** Lay curves out on paper of that size in pixels, with room for `epochs` epochs.
 * @param {Curve[]} curves @param {number} epochs @param {number} width @param {number} height */
export function layOut(curves, epochs, width, height) {
  const points = curves.flatMap((curve) => curve.points);
  const [low, high] = rangeOf(points.length ? points.map(({ value }) => value) : [0, 1]);
  const room = 0.06 * (high - low || Math.abs(high) || 1);
  const [, most] = rangeOf([epochs, ...points.map(({ epoch }) => epoch)]);
  const bottom = height - MARGIN.bottom;
  const right = width - MARGIN.right;
  const valueTicks = ticks(low - room, high + room, (bottom - MARGIN.top) / GAP.values);
  const letters = Math.max(...valueTicks.map(({ label }) => label.length));
  const left = MARGIN.left + MARGIN.letter * letters;
  const labels = most > 10 ? (right - left) / GAP.epochs : most;
  return {
    left, right, top: MARGIN.top, bottom, valueTicks,
    epochTicks: ticks(0.7, most + 0.3, labels, 1),
    x: mapping(0.7, most + 0.3, left, right),
    y: mapping(low - room, high + room, bottom, MARGIN.top),
    epochAt: mapping(left, right, 0.7, most + 0.3),
  };
}

/** @type {(values: number[]) => [number, number]} */
const rangeOf = (values) =>
  values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity]);

/** Map one range onto another.
 * @type {(from: number, to: number, first: number, last: number) => (value: number) => number} */
const mapping = (from, to, first, last) => (value) =>
  first + ((value - from) / (to - from)) * (last - first);

/** Choose round numbers in a range, about `count` of them and no closer than `least`.
 * @type {(low: number, high: number, count: number, least?: number) => Tick[]} */
export function ticks(low, high, count, least = 0) {
  const close = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(close));
  const round = [1, 2, 5, 10].find((factor) => factor * power >= close * 0.999) ?? 10;
  const step = Math.max(least, round * power);
  const first = Math.ceil(low / step);
  const length = Math.floor(high / step) - first + 1;
  return Array.from({ length }, (_, i) => ({ at: (first + i) * step }))
    .map(({ at }) => ({ at, label: tickLabel(at, step) }));
}

/** @type {(value: number, step: number) => string} */
function tickLabel(value, step) {
  if (step >= 1000) return `${value / 1000}k`;
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return decimals > 6 ? value.toExponential(1) : String(Number(value.toFixed(decimals)));
}

/** Write points as SVG paths: a line, and dots that a round pen makes of nothing.
 * @param {[number, number][]} places in pixels */
export function pathsOf(places, most = DOTTED) {
  const written = places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  const line = `M${written.join("L")}`;
  return { line, dots: written.length <= most ? written.map((at) => `M${at}h0`).join("") : "" };
}

/** Lay the numbers of an example out in a box.
 * @param {number[]} numbers @param {number} width @param {number} height @param {number} margin
 * @returns {[number, number][]} */
export function examplePlaces(numbers, width, height, margin) {
  const [low, high] = rangeOf(numbers);
  const x = mapping(0, Math.max(1, numbers.length - 1), margin, width - margin);
  const y = mapping(low, high > low ? high : low + 1, height - margin, margin);
  return numbers.map((value, i) => [x(i), y(value)]);
}

/** Read the values at a place in the chart: the epoch next to it, and those of the curves.
 * @type {(curves: Curve[], at: number) => {epoch: number, values: [Curve, string][]} | null} */
export function readingAt(curves, at) {
  const epoch = nearest(curves.flatMap(({ points }) => points), at)?.epoch;
  if (epoch === undefined) return null;
  const values = curves.flatMap((curve) => {
    const { points } = curve;
    const point = /** @type {CurvePoint} */ (nearest(points, epoch));
    const [first, last] = rangeOf(points.map((one) => one.epoch));
    const step = (last - first) / Math.max(1, points.length - 1); // of many epochs some are there
    if (Math.abs(point.epoch - epoch) > step / 2) return [];
    return [/** @type {[Curve, string]} */ ([curve, digits(point.value, 4)])];
  });
  return { epoch, values };
}

/** @type {(points: CurvePoint[], epoch: number) => CurvePoint | undefined} */
const nearest = (points, epoch) =>
  points.reduce((best, point) =>
    Math.abs(point.epoch - epoch) < Math.abs(best.epoch - epoch) ? point : best, points[0]);
