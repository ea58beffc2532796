// @ts-check
// What is being done, how far it is, and what may begin.

import { isTrained, scoreOf } from "./runs.js";
import { baseName, duration } from "./text.js";

/** @param {{kind: Job["kind"]} | null} [job] */
export const isTraining = (job) => job?.kind === "train" || job?.kind === "resume";

/** Count the epochs: of many the history holds some, and always the last. @param {Training} t */
const epochsDone = (t) => t.history.at(-1)?.epoch ?? 0;

/** Start is for the task that is open, or that is being opened. @param {Snapshot} snapshot */
export const canStart = ({ info, opening, state }) =>
  Boolean(info) && !opening && state.job?.kind !== "open";

/** What was shown before stays until an epoch has ended.
 * @type {(snapshot: Snapshot, before: State) => boolean} */
export function isNewEpoch({ details, state: { job, training } }, before) {
  if (!training || !isTraining(job) || (details && !training.history.length)) return false;
  const { training: last } = before;
  return last?.id !== training.id || epochsDone(last) !== epochsDone(training);
}

/** @type {(job: Job) => Message} */
export function stageText({ done, stage, stopping, total }) {
  if (stopping) return "stopping";
  if (stage === "data" && total) return { key: "stage_making", values: { done, total } };
  if (stage === "features" && total) return { key: "stage_seeing", values: { done, total } };
  // Keys: stage_start, stage_open, stage_data, stage_features, stage_look, stage_prepare,
  // Keys: stage_train, stage_judge, stage_report.
  return `stage_${stage === "draw" ? "look" : stage}`;
}

/** Say what is being done or, where nothing is, what can be. @type {(s: Snapshot) => Message} */
export function statusText(snapshot) {
  const { job, training } = snapshot.state;
  if (!job) return idleText(snapshot);
  const { repeated, repeats, stage, stopping } = job;
  if (repeats > 1 && repeated && !stopping && stage !== "report") {
    return { key: "repeats_done", values: { done: repeated, total: repeats } };
  }
  const done = training?.id === job.id ? epochsDone(training) : 0;
  if (!training || !done || stage !== "train" || stopping) return stageText(job);
  const values = { done, total: training.epochs };
  if (repeats > 1) return { key: "epoch_of_first", values: { ...values, repeats } };
  const left = (training.epochs - done) * Math.min(...training.seconds.slice(-3));
  return { key: "epoch_of", values: { ...values, left: duration(left) } };
}

/** @type {(snapshot: Snapshot) => Message} */
function idleText(snapshot) {
  const { details, followed, info, state: { opened, training } } = snapshot;
  const stop = stopText(snapshot);
  if (stop) return stop;
  const isLast = training && training.id > (opened ?? 0); // nothing was opened after it
  if (isLast && training.ended === "stopped" && followed === training.id) return "was_stopped";
  if (details && isTrained(snapshot)) {
    return { key: "is_trained", values: { run: details.run, score: scoreOf(details) } };
  }
  return info ? { key: "ready", values: { task: info.name } } : "choose_first";
}

/** Say what was stopped before anything came of it. @type {(s: Snapshot) => Message | null} */
function stopText({ info, state: { job, stopped } }) {
  if (job || !stopped || isTraining(stopped)) return null;
  const opening = info ? "open_stopped" : "open_stopped_none";
  const key = stopped.kind === "look" ? "look_stopped" : opening;
  return { key, values: { stopped: baseName(stopped.task), task: info?.name ?? "" } };
}

/** Tell how much is done, from 0 to 1; 0 where that is not known. @type {(s: State) => number} */
export function shareDone({ job, training }) {
  if (!job) return 0;
  const epochs = training?.id === job.id ? epochsDone(training) : 0;
  if (training && epochs) return Math.max(epochs / training.epochs, job.repeated) / job.repeats;
  return job.total ? job.done / job.total : 0;
}

/** Find why no training came of it. @type {(state: State) => JobProblem | null} */
export const trainingProblem = ({ error }) =>
  error && isTraining(error) ? { place: "train", id: error.id, say: { texts: error.text } } : null;

/** Find why no task is open, or none was looked at, and where to say it.
 * @type {(snapshot: Snapshot) => JobProblem | null} */
export function dataProblem(snapshot) {
  const { error, job, stopped } = snapshot.state;
  /** @type {(kind: Job["kind"]) => JobProblem["place"]} */
  const placeOf = (kind) =>
    snapshot.panel === "editor" ? "editor" : kind === "look" ? "look" : "data";
  if (error && !job && !isTraining(error)) {
    const { id, kind, line = null, text } = error;
    return { place: placeOf(kind), id, line, isError: true, say: { texts: text } };
  }
  const stop = stopText(snapshot);
  if (!stop || !stopped) return null;
  return { place: placeOf(stopped.kind), id: stopped.id, say: stop };
}
