// @ts-check
// What is drawn on the pad, as points in shares of its side.

const EXTENT = 0.62; // of what is sent, as a share of the side: MNIST's digits without their pen
const LARGEST = 16; // times that a small drawing is enlarged

/**
 * Enlarge a small drawing around the pad's middle, before it is given its pen: scaled as pixels, it
 * would have a thick one. A dot stays a dot.
 * @param {Point[][]} strokes
 */
export function enlarge(strokes) {
  const points = strokes.flat();
  const [x, y] = [points.map((p) => p.x), points.map((p) => p.y)].map((all) => {
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return { middle: (low + high) / 2, extent: high - low };
  });
  const factor = EXTENT / Math.max(x.extent, y.extent);
  if (!(factor > 1 && factor < LARGEST)) return strokes;
  return strokes.map((stroke) => stroke.map((point) => ({
    x: 0.5 + factor * (point.x - x.middle), y: 0.5 + factor * (point.y - y.middle),
  })));
}
