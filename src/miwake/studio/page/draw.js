// Drawing an example as what it is: pixels, or numbers as points.

const COLOURS = ["--accent", "--other", "--third", "--fourth", "--fifth", "--sixth"];

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const classColour = (place) => colour(COLOURS[place % COLOURS.length]);

export function picture(example, place = 0, label = "") {
  const canvas = document.createElement("canvas");
  canvas.className = example.pixels ? "pixels" : "points";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  paint(canvas, example, place);
  return canvas;
}

export function paint(canvas, example, place = 0) {
  if (example.pixels) pixels(canvas, example);
  else points(canvas, example.numbers, place);
}

function pixels(canvas, { width, height, grey, pixels: values }) {
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  const step = grey ? 1 : 3;
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = values[step * i + (grey ? 0 : c)];
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function points(canvas, numbers, place) {
  const width = 320;
  const height = 120;
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const x = (i) => 8 + ((width - 16) * i) / Math.max(1, numbers.length - 1);
  const y = (v) => height - 8 - ((height - 16) * (v - low)) / (high - low || 1);
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  pen.strokeStyle = pen.fillStyle = classColour(place);
  pen.globalAlpha = 0.25;
  pen.beginPath();
  numbers.forEach((v, i) => pen.lineTo(x(i), y(v)));
  pen.stroke();
  pen.globalAlpha = 0.9;
  for (const [i, v] of numbers.entries()) {
    pen.beginPath();
    pen.arc(x(i), y(v), numbers.length > 150 ? 1.2 : 2, 0, 7);
    pen.fill();
  }
}

// Colours follow the light and the dark theme.
const painted = new Set();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const again of painted) again();
});

export function follow(canvas, example, place) {
  const again = () => (canvas.isConnected ? paint(canvas, example, place) : painted.delete(again));
  painted.add(again);
  return canvas;
}
