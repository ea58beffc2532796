import assert from "node:assert/strict";
import test from "node:test";

import { canStart, dataProblem, isNewEpoch, isTraining, shareDone, stageText, statusText,
  trainingProblem } from "../../../src/miwake/studio/page/core/progress.js";

const JOB = { id: 3, kind: "train", stage: "train", done: 0, total: 0, repeated: 0, repeats: 1,
  stopping: false };
const TRAINING = { id: 3, history: [{ epoch: 1 }, { epoch: 2 }], epochs: 10,
  seconds: [9, 2, 3, 2.5], run: null, ended: "", folder: "baker-1" };
const INFO = { name: "baker" };
const EMPTY = { info: null, opening: false, chosen: null, details: null, followed: 0, panel: null,
  state: { job: null, training: null, error: null, stopped: null } };
const snapshot = (state, changes = {}) =>
  ({ ...EMPTY, ...changes, state: { ...EMPTY.state, ...state } });

test("Start waits for the task that is being opened, wherever that was asked for", () => {
  assert.equal(canStart(EMPTY), false);
  assert.equal(canStart(snapshot({}, { info: INFO })), true);
  assert.equal(canStart(snapshot({}, { info: INFO, opening: true })), false);
  assert.equal(canStart(snapshot({ job: { ...JOB, kind: "open" } }, { info: INFO })), false);
  assert.equal(canStart(snapshot({ job: { ...JOB, kind: "look" } }, { info: INFO })), true);
});

test("a resumed training is one, too", () => {
  assert.deepEqual(["open", "look", "train", "resume"].map((kind) => isTraining({ kind })),
    [false, false, true, true]);
  assert.equal(isTraining(null), false);
});

test("stages are said, and examples counted", () => {
  assert.equal(stageText({ ...JOB, stopping: true }), "stopping");
  assert.equal(stageText({ ...JOB, stage: "draw" }), "stage_look");
  assert.equal(stageText({ ...JOB, stage: "data" }), "stage_data");
  assert.deepEqual(stageText({ ...JOB, stage: "data", done: 10, total: 40 }),
    { key: "stage_making", values: { done: 10, total: 40 } });
});

test("an epoch says about how long the rest takes", () => {
  const status = (job, training = TRAINING) => statusText(snapshot({ job, training }));
  assert.deepEqual(status(JOB),
    { key: "epoch_of", values: { done: 2, total: 10, left: "16 s" } });
  assert.equal(status({ ...JOB, stage: "judge" }), "stage_judge");
  assert.equal(status(JOB, { ...TRAINING, id: 2 }), "stage_train");
  assert.deepEqual(status({ ...JOB, repeats: 4 }),
    { key: "epoch_of_first", values: { done: 2, total: 10, repeats: 4 } });
  assert.deepEqual(status({ ...JOB, repeats: 4, repeated: 2, stage: "judge" }),
    { key: "repeats_done", values: { done: 2, total: 4 } });
  assert.equal(status({ ...JOB, repeats: 4, repeated: 2, stopping: true }), "stopping");
});

test("a stop is said until something else is opened", () => {
  const training = { ...TRAINING, ended: "stopped" };
  const status = (opened) =>
    statusText(snapshot({ training, opened }, { info: INFO, followed: training.id }));
  assert.equal(status(2), "was_stopped");
  assert.equal(status(4).key, "ready");
});

test("where nothing is done, what can be is said", () => {
  const details = { run: "baker-1", task: "baker", classes: ["a"], test_accuracy: 0.987 };
  assert.equal(statusText(EMPTY), "choose_first");
  assert.deepEqual(statusText(snapshot({}, { info: INFO })),
    { key: "ready", values: { task: "baker" } });
  const chosen = { info: INFO, chosen: "baker-1", details };
  assert.deepEqual(statusText(snapshot({}, chosen)),
    { key: "is_trained", values: { run: "baker-1", score: "98.7 %" } });
  assert.equal(statusText(snapshot({}, { ...chosen, chosen: "baker-2" })).key, "ready");
  const training = { ...TRAINING, ended: "stopped" };
  assert.equal(statusText(snapshot({ training }, { ...chosen, followed: 3 })), "was_stopped");
});

test("what was stopped is named, and what is open instead", () => {
  const stopped = { id: 5, kind: "open", task: "/tmp/runs/files/endless.py" };
  assert.deepEqual(statusText(snapshot({ stopped }, { info: INFO })),
    { key: "open_stopped", values: { stopped: "endless.py", task: "baker" } });
  assert.equal(statusText(snapshot({ stopped })).key, "open_stopped_none");
  assert.equal(statusText(snapshot({ stopped: { ...stopped, kind: "look" } })).key, "look_stopped");
  assert.equal(statusText(snapshot({ stopped: { ...stopped, kind: "train" } })), "choose_first");
});

test("the bar counts epochs, then repeats, or examples", () => {
  const share = (job, training) => shareDone(snapshot({ job, training }).state);
  assert.equal(share(null, TRAINING), 0);
  assert.equal(share(JOB, TRAINING), 0.2);
  assert.equal(share({ ...JOB, repeats: 4, repeated: 2 }, TRAINING), 0.5);
  assert.equal(share({ ...JOB, kind: "look", id: 9, done: 1, total: 4 }, TRAINING), 0.25);
  assert.equal(share({ ...JOB, id: 9 }, TRAINING), 0);
});

test("curves change with each epoch, and stay until the first has ended", () => {
  const before = snapshot({}).state;
  const isNew = (training, details, last = before) =>
    isNewEpoch(snapshot({ job: JOB, training }, { details }), last);
  assert.equal(isNew(TRAINING, {}), true);
  assert.equal(isNew({ ...TRAINING, history: [] }, {}), false);
  assert.equal(isNew({ ...TRAINING, history: [] }, null), true);
  assert.equal(isNew(TRAINING, {}, snapshot({ training: TRAINING }).state), false);
  assert.equal(isNewEpoch(snapshot({ training: TRAINING }), before), false);
});

test("a problem is said where its work was asked for", () => {
  const error = { id: 7, kind: "look", text: { en: "no" }, line: 3 };
  const say = { texts: { en: "no" } };
  assert.deepEqual(dataProblem(snapshot({ error })),
    { place: "look", id: 7, line: 3, isError: true, say });
  assert.equal(dataProblem(snapshot({ error: { ...error, kind: "open" } })).place, "data");
  assert.equal(dataProblem(snapshot({ error }, { panel: "editor" })).place, "editor");
  assert.equal(dataProblem(snapshot({ error, job: JOB })), null);
  const failed = { ...error, kind: "train" };
  assert.equal(dataProblem(snapshot({ error: failed })), null);
  assert.deepEqual(trainingProblem({ error: failed }), { place: "train", id: 7, say });
  assert.equal(trainingProblem({ error }), null);
  const stopped = { id: 8, kind: "open", task: "a/b.py" };
  assert.equal(dataProblem(snapshot({ stopped })).say.values.stopped, "b.py");
  assert.equal(dataProblem(EMPTY), null);
});
