import assert from "node:assert/strict";
import test from "node:test";

import { chartsOf, examplePlaces, layOut, pathsOf, readingAt, ticks }
  from "../../../src/miwake/studio/page/core/curves.js";

const HISTORY = [
  { epoch: 1, loss: 0.7, accuracy: 0.5, val_loss: 0.69, val_accuracy: 0.52 },
  { epoch: 2, loss: 0.5, accuracy: 0.8, val_loss: 0.55, val_accuracy: 0.75 },
];
const labels = (list) => list.map(({ label }) => label);

test("a network of classes has charts of loss and accuracy", () => {
  const [loss, accuracy] = chartsOf([{ name: "a-1", history: HISTORY }], true);
  assert.equal(loss.title, "loss");
  assert.deepEqual(loss.curves.map(({ part, points }) => [part, points.length]),
    [["of_train", 2], ["of_test", 2]]);
  assert.deepEqual(accuracy.curves[1].points,
    [{ epoch: 1, value: 0.52 }, { epoch: 2, value: 0.75 }]);
  assert.deepEqual(accuracy.caption,
    { key: "chart_accuracy", values: { train: "0.8000", test: "0.7500" } });
});

test("of a value there is R² in the test alone", () => {
  const [, score] = chartsOf([{ name: "", history: [{ epoch: 1, loss: 2, val_r2: 0.4 }] }], false);
  assert.equal(score.title, "r2");
  assert.deepEqual(score.curves.map(({ part }) => part), ["of_test"]);
});

test("before the first epoch the task says what is learned, and figures are dashes", () => {
  const empty = [{ name: "", history: [] }];
  assert.equal(chartsOf(empty, true)[1].title, "r2");
  assert.equal(chartsOf(empty, false)[1].title, "accuracy");
  assert.deepEqual(chartsOf(empty, true)[0].caption.values, { train: "–", test: "–" });
  assert.deepEqual(chartsOf(empty, true)[0].curves, []);
});

test("runs beside the first keep their place, and what is no number is left out", () => {
  const broken = [{ epoch: 1, loss: null, accuracy: 0.5 }, { epoch: 2, loss: 1, accuracy: 0.6 }];
  const histories = [{ name: "a-2", history: HISTORY }, { name: "a-1", history: broken }];
  const [loss] = chartsOf(histories, false);
  const { name, part, place, points } = loss.curves.at(-1);
  assert.deepEqual([name, part, place, points], ["a-1", "of_train", 1, [{ epoch: 2, value: 1 }]]);
});

test("ticks are round numbers in the range", () => {
  assert.deepEqual(labels(ticks(0, 1, 5)), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
  assert.deepEqual(labels(ticks(0.7, 5.3, 5, 1)), ["1", "2", "3", "4", "5"]);
  assert.deepEqual(labels(ticks(0.7, 3.3, 12, 1)), ["1", "2", "3"]);
  assert.deepEqual(labels(ticks(0.7, 80.3, 5, 1)), ["20", "40", "60", "80"]);
  assert.deepEqual(labels(ticks(0.7, 100_000.3, 5, 1)), ["20k", "40k", "60k", "80k", "100k"]);
  assert.deepEqual(labels(ticks(-0.00002, 0.00005, 3)), ["0", "0.00005"]);
  assert.deepEqual(labels(ticks(1e-9, 3e-9, 2)), ["1.0e-9", "2.0e-9", "3.0e-9"]);
});

test("curves lie inside the edges, the epochs that will come have room", () => {
  const [{ curves }] = chartsOf([{ name: "", history: HISTORY }], false);
  const { bottom, epochAt, left, right, top, x, y } = layOut(curves, 10, 500, 210);
  assert.ok(left < x(1) && x(2) < x(10) && x(10) < right);
  assert.ok(top < y(0.7) && y(0.7) < y(0.5) && y(0.5) < bottom);
  assert.ok(Math.abs(epochAt(x(7)) - 7) < 1e-9);
});

test("a curve of one value, and none at all, can be drawn", () => {
  const flat = [{ name: "", place: 0, part: "of_train", points: [{ epoch: 1, value: 0 }] }];
  for (const curves of [flat, []]) {
    const { valueTicks, y } = layOut(curves, 1, 300, 210);
    assert.ok(valueTicks.length > 1);
    assert.ok(Number.isFinite(y(0)));
  }
});

test("a path is a line, with dots as long as there are few", () => {
  assert.deepEqual(pathsOf([[1, 2], [3, 4.56]]),
    { line: "M1.0 2.0L3.0 4.6", dots: "M1.0 2.0h0M3.0 4.6h0" });
  const many = Array.from({ length: 61 }, (_, i) => [i, i]);
  assert.equal(pathsOf(many).dots, "");
});

test("the pointer reads the next epoch, and every curve that has a value there", () => {
  const line = (name, epochs) => ({ name, place: 0, part: "of_test",
    points: epochs.map((epoch) => ({ epoch, value: epoch / 10 })) });
  const curves = [line("long", [1, 2, 3, 4, 5, 6]), line("short", [1, 2]), line("thin", [1, 4, 7])];
  const reading = readingAt(curves, 4.8);
  assert.equal(reading.epoch, 5);
  assert.deepEqual(reading.values.map(([{ name }, value]) => [name, value]),
    [["long", "0.5000"], ["thin", "0.4000"]]);
  assert.equal(readingAt([], 1), null);
});

test("the numbers of an example fill their box", () => {
  assert.deepEqual(examplePlaces([0, 5, 10], 320, 120, 8), [[8, 112], [160, 60], [312, 8]]);
  assert.deepEqual(examplePlaces([3], 320, 120, 8), [[8, 112]]);
});
