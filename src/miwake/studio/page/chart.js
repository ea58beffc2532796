// The live charts: loss and accuracy of each epoch, training and test, other runs beside them.

import { colour } from "./draw.js";
import { onLanguage, put, say } from "./words.js";

let loading = null;
let shown = null;

function plotly() {
  loading ??= new Promise((yes, no) => {
    const script = document.createElement("script");
    script.src = "/plotly.js";
    const allow = withoutStyles();
    script.addEventListener("load", () => {
      allow();
      yes(globalThis.Plotly);
    });
    script.addEventListener("error", no);
    document.head.append(script);
  });
  return loading;
}

// Plotly's map part adds a style element as it loads, which the page does not allow and these charts
// don't need: it gets an element that does nothing.
function withoutStyles() {
  const create = document.createElement;
  document.createElement = (name, ...rest) => create.call(document, name === "style" ? "template" : name, ...rest);
  return () => delete document.createElement;
}

// Before the first epoch ends, so that its figures are drawn at once.
export const warmChart = () => plotly();

// histories: [{name, history}], the first is the one that runs or was chosen.
export async function drawCharts(histories, epochs) {
  shown = { histories, epochs };
  const library = await plotly();
  if (shown?.histories !== histories) return;
  const last = histories[0].history.at(-1) ?? {};
  const rows = histories.flatMap(({ history }) => history);
  const value = rows.length ? !rows.some((row) => "accuracy" in row) : histories[0].value;
  const score = value ? "val_r2" : "accuracy";
  document.getElementById("charts").hidden = false;
  draw(library, "chart-loss", "loss", "val_loss", "loss");
  if (score === "accuracy") draw(library, "chart-score", "accuracy", "val_accuracy", "accuracy");
  else draw(library, "chart-score", "", "val_r2", "r2");
  caption("chart-loss", "chart_loss", last.loss, last.val_loss);
  if (score === "accuracy") caption("chart-score", "chart_accuracy", last.accuracy, last.val_accuracy);
  else caption("chart-score", "chart_r2", null, last.val_r2);
}

export function clearCharts() {
  shown = null;
  document.getElementById("charts").hidden = true;
}

function caption(id, key, train, test) {
  const told = document.getElementById(id).parentElement.querySelector("figcaption");
  const digits = (value) => (value === undefined || value === null ? "–" : value.toFixed(4));
  // Their words: chart_loss, chart_accuracy, chart_r2.
  put(told, key, { train: digits(train), test: digits(test) });
}

function draw(library, id, train, test, title) {
  const { histories, epochs } = shown;
  const ink = colour("--faint");
  const line = (name, history, key, style, width) => ({
    name, x: history.map((row) => row.epoch), y: history.map((row) => row[key] ?? null),
    mode: history.length < 2 ? "markers" : history.length > 60 ? "lines" : "lines+markers", type: "scatter", marker: { size: width > 1.5 ? 6 : 4 },
    line: { width, ...style }, hovertemplate: "%{y:.4f}",
  });
  const others = ["--third", "--fourth", "--fifth", "--sixth"];
  const traces = histories.flatMap(({ name, history }, place) => {
    const train_line = place === 0 ? colour("--accent") : colour(others[(place - 1) % others.length]);
    const test_line = place === 0 ? colour("--other") : train_line;
    const said = (key) => (place === 0 ? say(key) : `${name} ${say(key)}`);
    const found = [];
    if (train) found.push(line(said("of_train"), history, train, { color: train_line, dash: place ? "dot" : "solid" }, place ? 1.2 : 2));
    if (history.some((row) => test in row)) found.push(line(said("of_test"), history, test, { color: test_line }, place ? 1.4 : 2));
    return found;
  });
  const most = Math.max(epochs, ...histories.map(({ history }) => history.at(-1)?.epoch ?? 1));
  const layout = {
    title: { text: say(title), font: { size: 14 }, x: 0.01, xanchor: "left", y: 0.98, yanchor: "top" },
    margin: { l: 48, r: 8, t: 44, b: 44 }, height: 280, paper_bgcolor: "transparent", plot_bgcolor: "transparent",
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: ink },
    xaxis: { title: { text: say("epoch") }, range: [0.7, most + 0.3], gridcolor: colour("--rule"), zeroline: false,
      tickmode: most > 10 ? "auto" : "linear", dtick: most > 10 ? undefined : 1, fixedrange: true },
    yaxis: { gridcolor: colour("--rule"), zeroline: false, fixedrange: true, automargin: true },
    legend: { orientation: "h", x: 1, xanchor: "right", y: 1.02, yanchor: "bottom" }, showlegend: true, hovermode: "x unified",
    hoverlabel: { bgcolor: colour("--raised"), bordercolor: colour("--rule"), font: { color: colour("--ink") } },
  };
  library.react(id, traces, layout, { displayModeBar: false, responsive: true });
}

function again() {
  if (shown && loading) drawCharts(shown.histories, shown.epochs);
}

onLanguage(again);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
