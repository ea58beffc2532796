// @ts-check
// All runs: each can be shown, compared in the charts, or resumed; and which is shown first.

import { isTraining } from "../core/progress.js";
import { firstRun, scoreOf, unfinishedText } from "../core/runs.js";
import { button, element, query } from "../views/element.js";
import { attempt } from "../views/problem.js";

/** Show the run trained last, until the user chooses another. @type {Mount} */
export function mountRunChoice(_, { actions, data, on, update }) {
  /** @param {string | null} run */
  const choose = (run) => attempt("run", () => actions.choose(run));

  on("runs", () => {
    const { job, training } = data.state;
    const isThere = data.runs.some(({ run }) => run === data.chosen);
    if (data.chosen && !isThere) update({ chosen: null }, "choice");
    if (data.chosen || isTraining(job)) return;
    if (training?.ended) data.followed = training.id;
    choose(firstRun(data));
  });
  on("state", () => {
    const { job, training } = data.state;
    if (isTraining(job) || !training?.ended || data.followed === training.id) return;
    data.followed = training.id;
    choose(training.run ?? data.chosen ?? firstRun(data));
  });
}

/** @type {Mount} */
export function mountRunList(root, { actions, data, on }) {
  /** @param {RunSummary} summary */
  function finishedRow(summary) {
    const { epochs, network, run, train } = summary;
    const isChosen = run === data.chosen;
    const box = element("input", { type: "checkbox", "aria-label": run,
      checked: data.compared.has(run),
      on: { change: () => actions.compare(run, box.checked) } });
    const name = button({ class: "quiet name", title: run, "aria-current": isChosen && "true" },
      () => attempt("run", () => actions.choose(run)), run);
    return element("tr", { class: isChosen && "chosen" }, element("td", {}, box),
      element("th", { scope: "row" }, name), element("td", {}, network),
      ...[scoreOf(summary), epochs, train].map((value) =>
        element("td", { class: "number", say: { value } })));
  }

  /** @param {UnfinishedRun} unfinished */
  function unfinishedRow(unfinished) {
    const { run } = unfinished;
    const { resumable, say } = unfinishedText(unfinished, data.state);
    const resume = () => attempt("train", () => actions.resume(run));
    // Keys: is_running, runs_elsewhere, unfinished.
    return element("tr", {}, element("td"), element("th", { scope: "row" }, run),
      element("td", { colspan: 4 }, element("span", { class: "faint", say }),
        resumable && button({ class: "quiet", say: "go_on" }, resume)));
  }

  function show() {
    const rows = data.runs.map((run) => (run.unfinished ? unfinishedRow(run) : finishedRow(run)));
    root.hidden = !rows.length;
    query(root, "tbody").replaceChildren(...rows);
  }
  on("runs", show);
  on("choice", show);
}
