// @ts-check
// The room Train: the result of a run, what it is worth, and what comes next.

import { runTitle, scoreLines, stoppedText } from "../core/runs.js";
import { digits } from "../core/text.js";
import { button, element, query } from "../views/element.js";
import { findingList, meter } from "../views/lists.js";
import { attempt } from "../views/problem.js";
import { setAside } from "../views/set_aside.js";

/** @type {Mount} */
export function mountResult(root, { actions, data, on }) {

  /** @param {Step} step */
  const follow = (step) => attempt("train", async () => {
    await actions.follow(step);
    if (step.verb === "look") query(document, "#look").scrollIntoView();
  });

  on("epoch", () => root.replaceChildren());
  setAside(root, on, data);
  on("run", () => {
    const { details: run } = data;
    if (!run) return root.replaceChildren();
    const title = runTitle(run, data.tasks);
    const resume = () => attempt("train", () => actions.resume(run.run));
    root.replaceChildren(
      element("h3", { class: "of" }, element("span", { class: "run" }, run.run),
        title && element("span", { say: title })),
      element("div", { class: "result" }, score(run),
        element("div", { class: "verdict" }, ...verdict(run), run.next && nextStep(run, follow),
          run.resumable && !run.busy && button({ say: "go_on" }, resume))));
  });
}

/** @param {RunDetails} run */
function score(run) {
  const { lines, title, value } = scoreLines(run);
  const stopped = stoppedText(run);
  return element("div", { class: "score" },
    element("p", { class: "faint", say: title }), element("p", { class: "figure" }, value),
    ...lines.map((line) => element("p", { class: "faint", say: line })),
    stopped && element("p", { class: "note", say: stopped }),
    run.classes.length && element("ol", { class: "per-class" },
      ...Object.entries(run.results.per_class).map(([name, { accuracy }]) =>
        element("li", {}, element("span", {}, name), meter(accuracy ?? 0),
          element("span", { class: "number" }, digits(accuracy, 2))))));
}

/** @param {RunDetails} run */
function verdict({ verdict: findings }) {
  const good = findings.filter(({ status }) => status === "good");
  const grave = findings.filter(({ status }) => status !== "good");
  const count = { key: "is_well", values: { count: good.length } };
  return [
    element("h4", { say: findings.length ? "verdict" : "no_verdict" }),
    findingList(grave),
    good.length && element("details", { open: !grave.length },
      element("summary", { say: count }), findingList(good)),
  ];
}

/** The next step; a button does it, where it can be done here.
 * @type {(run: RunDetails, onStep: (step: Step) => void) => HTMLElement} */
function nextStep({ allowed, next, next_order: step }, onStep) {
  const options = { class: "primary next", say: step?.verb === "look" ? "do_look" : "do_next" };
  return element("div", { class: "step" }, element("p", { say: "next" }), element("code", {}, next),
    step && allowed && button(options, () => onStep(step)));
}
