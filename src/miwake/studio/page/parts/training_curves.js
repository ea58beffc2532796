// @ts-check
// The room Train: the live curves of each epoch, with those of the runs compared.

import { chartsOf } from "../core/curves.js";
import { finishedRuns } from "../core/runs.js";
import { drawChart } from "../views/chart.js";
import { query, say } from "../views/element.js";
import { setAside } from "../views/set_aside.js";

/** @type {Mount} */
export function mountTrainingCurves(root, { data, on }) {
  const figures = [...root.querySelectorAll("figure")];
  /** @type {(RunHistory & {epochs: number}) | null} */
  let first = null;
  let width = 0;

  function draw() {
    root.hidden = !first;
    if (!first) return;
    const { epochs, name } = first;
    const compared = finishedRuns(data.runs)
      .filter(({ run }) => data.compared.has(run) && run !== name)
      .map(({ history, run }) => ({ name: run, history }));
    const charts = chartsOf([first, ...compared], Boolean(data.info?.target));
    for (const [place, chart] of charts.entries()) {
      drawChart(query(figures[place], ".chart"), chart, epochs);
      say(query(figures[place], "figcaption"), chart.caption);
    }
  }

  on("epoch", () => {
    const { training } = data.state;
    if (training) first = { ...training, name: training.folder ?? "" };
    draw();
  });
  on("run", () => {
    const { details } = data;
    first = details && { ...details, name: details.run, epochs: details.epochs_asked };
    draw();
  });
  on("comparison", draw);
  setAside(root, on, data);
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== width) draw();
    width = contentRect.width;
  }).observe(root);
}
