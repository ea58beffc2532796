// @ts-check
// Runs: the list of them, which one is shown, and what its result says.

import { digits, percent } from "./text.js";

/** @param {Run[]} runs */
export const finishedRuns = (runs) => runs.flatMap((run) => (run.unfinished ? [] : [run]));

/** Choose the run to show before anybody did. @type {(s: Snapshot) => string | null} */
export function firstRun({ runs, state }) {
  const finished = finishedRuns(runs);
  return (finished.find(({ run }) => run === state.training?.run) ?? finished[0])?.run ?? null;
}

/** Tell whether the run that is shown is of the task that is open. @param {Snapshot} snapshot */
export const isTrained = ({ chosen, details, info }) =>
  Boolean(info && details?.run === chosen && details?.task === info.name);

/** Tell whether the run that is shown is of another task than the one that is open.
 * @param {Snapshot} snapshot */
export const isOfAnotherTask = ({ details, info }) =>
  Boolean(info && details && details.task !== info.name);

/** @param {RunSummary} run */
export const scoreOf = (run) =>
  run.classes.length ? percent(run.test_accuracy ?? 0) : `R² ${digits(run.test_r2)}`;

/** Say how far a run came that was stopped. @type {(run: RunSummary) => Message | null} */
export function stoppedText(run) {
  const { epochs, epochs_asked, repeated, repeats_asked } = run;
  if (epochs < epochs_asked) {
    return { key: "stopped_after", values: { done: epochs, total: epochs_asked } };
  }
  if (repeated >= repeats_asked) return null;
  return { key: "stopped_after_repeats", values: { done: repeated, total: repeats_asked } };
}

/** Name the task of a run, unless the run's own name does. @type {(run: RunDetails,
 * builtIn: Snapshot["tasks"]) => Message | null} */
export function runTitle({ order: { task }, run, title }, builtIn) {
  if (run.replace(/-\d+$/, "") === title) return null;
  return builtIn.some((one) => one.task === task) ? `task_${task}` : { value: title };
}

/** @type {(run: RunDetails) => {title: Message, value: string, lines: Message[]}} */
export function scoreLines(run) {
  const isClasses = run.classes.length > 0;
  const low = digits(isClasses ? run.low : run.test_r2_low);
  const high = digits(isClasses ? run.high : run.test_r2_high);
  const chance = digits(run.chance);
  /** @type {Message[]} */
  const lines = isClasses
    ? [{ key: "interval_chance", values: { low, high, chance } }]
    : [{ key: "interval", values: { low, high } }];
  if (run.repeats) {
    const { n, mean, sd, min, max } = run.repeats;
    const [m, s, a, b] = [mean, sd, min, max].map((value) => digits(value, 4));
    lines.push({ key: "repeats_are", values: { n, mean: m, sd: s, low: a, high: b } });
  }
  const value = isClasses ? percent(run.test_accuracy ?? 0) : digits(run.test_r2);
  return { title: isClasses ? "test_accuracy" : "test_r2", value, lines };
}

/** Say how an unfinished or damaged run stands, and whether it can go on here.
 * @type {(run: UnfinishedRun, state: State) => {say: Message, resumable: boolean}} */
export function unfinishedText({ busy, damaged, run }, { job, training }) {
  if (damaged) return { say: { texts: damaged }, resumable: false };
  if (job && training?.folder === run) return { say: "is_running", resumable: false };
  return { say: busy ? "runs_elsewhere" : "unfinished", resumable: !busy };
}
