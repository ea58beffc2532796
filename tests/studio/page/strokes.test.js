// Small drawings are enlarged as strokes, so that the pen stays as wide as it is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { enlarge } from "../../../src/miwake/studio/page/core/strokes.js";

/** @param {{ x: number, y: number }[][]} strokes */
const extent = (strokes) => {
  const points = strokes.flat();
  return ["x", "y"].map((axis) => {
    const all = points.map((point) => point[axis]);
    return [Math.min(...all), Math.max(...all)].map((n) => Number(n.toFixed(6)));
  });
};

test("a small drawing is enlarged around the middle, its aspect kept", () => {
  const small = [[{ x: 0.1, y: 0.1 }, { x: 0.1, y: 0.3 }], [{ x: 0.1, y: 0.2 }, { x: 0.2, y: 0.2 }]];
  assert.deepEqual(extent(enlarge(small)), [[0.345, 0.655], [0.19, 0.81]]);
  assert.equal(small[0][0].x, 0.1);
});

test("a large drawing, a dot and nothing stay as they are", () => {
  const strokes = [[[{ x: 0.1, y: 0.1 }, { x: 0.9, y: 0.9 }]], [[{ x: 0.4, y: 0.6 }]], []];
  for (const drawing of strokes) assert.equal(enlarge(drawing), drawing);
});
