import assert from "node:assert/strict";
import test from "node:test";

import { firstRun, isOfAnotherTask, isTrained, runTitle, scoreLines, scoreOf, stoppedText, unfinishedText }
  from "../../../src/miwake/studio/page/core/runs.js";

const RUN = { run: "baker-2", unfinished: false, title: "Baker", classes: ["a", "b"],
  test_accuracy: 0.98765, low: 0.9, high: 0.99, chance: 0.5, epochs: 5, epochs_asked: 5,
  repeated: 1, repeats_asked: 1, order: { task: "baker" } };
const VALUE = { ...RUN, classes: [], test_accuracy: undefined, test_r2: 0.8181, test_r2_low: 0.7,
  test_r2_high: 0.9 };

test("first the run trained here is shown, else the newest that is finished", () => {
  const runs = [{ run: "x-3", unfinished: true }, RUN, { ...RUN, run: "baker-1" }];
  assert.equal(firstRun({ runs, state: { training: null } }), "baker-2");
  assert.equal(firstRun({ runs, state: { training: { run: "baker-1" } } }), "baker-1");
  assert.equal(firstRun({ runs: [runs[0]], state: { training: null } }), null);
});

test("a damaged run says what is wrong, and can't go on", () => {
  const run = { run: "x-3", unfinished: true, busy: false, damaged: { en: "bad", ja: "悪い" } };
  assert.deepEqual(unfinishedText(run, { job: null, training: null }),
    { say: { texts: run.damaged }, resumable: false });
});

test("a run is of the open task once its details are there", () => {
  const details = { run: "baker-2", task: "baker" };
  const info = { name: "baker" };
  assert.equal(isTrained({ chosen: "baker-2", details, info }), true);
  assert.equal(isTrained({ chosen: "baker-1", details, info }), false);
  assert.equal(isTrained({ chosen: "baker-2", details, info: null }), false);
  assert.equal(isTrained({ chosen: "baker-2", details, info: { name: "ising" } }), false);
});

test("a run of another task is told from one of the open task", () => {
  assert.equal(isOfAnotherTask({ details: { task: "baker" }, info: { name: "ising" } }), true);
  assert.equal(isOfAnotherTask({ details: { task: "baker" }, info: { name: "baker" } }), false);
  assert.equal(isOfAnotherTask({ details: { task: "baker" }, info: null }), false);
  assert.equal(isOfAnotherTask({ details: null, info: { name: "ising" } }), false);
});

test("a score is a share of classes, or R²", () => {
  assert.equal(scoreOf(RUN), "98.8 %");
  assert.equal(scoreOf({ ...RUN, test_accuracy: 0.9996 }), "100 %");
  assert.equal(scoreOf(VALUE), "R² 0.818");
  assert.deepEqual(scoreLines(RUN), { title: "test_accuracy", value: "98.8 %", lines: [
    { key: "interval_chance", values: { low: "0.900", high: "0.990", chance: "0.500" } }] });
  assert.equal(scoreLines(VALUE).lines[0].key, "interval");
  const repeats = { n: 3, mean: 0.5, sd: 0.01, min: 0.49, max: 0.51 };
  assert.deepEqual(scoreLines({ ...RUN, repeats }).lines[1].values,
    { n: 3, mean: "0.5000", sd: "0.0100", low: "0.4900", high: "0.5100" });
});

test("a run that was stopped says how far it came", () => {
  assert.equal(stoppedText(RUN), null);
  assert.deepEqual(stoppedText({ ...RUN, epochs: 3 }),
    { key: "stopped_after", values: { done: 3, total: 5 } });
  assert.deepEqual(stoppedText({ ...RUN, repeats_asked: 4 }),
    { key: "stopped_after_repeats", values: { done: 1, total: 4 } });
});

test("the task is named unless the run's own name does", () => {
  const builtIn = [{ task: "baker", title: "Baker" }];
  assert.equal(runTitle(RUN, builtIn), "task_baker");
  assert.deepEqual(runTitle({ ...RUN, order: { task: "x.py" } }, builtIn), { value: "Baker" });
  assert.equal(runTitle({ ...RUN, title: "baker" }, builtIn), null);
});

test("an unfinished run goes on here, if nobody is at it", () => {
  const run = { run: "baker-1", unfinished: true, busy: false };
  const training = { folder: "baker-1" };
  assert.deepEqual(unfinishedText(run, { job: {}, training }),
    { say: "is_running", resumable: false });
  assert.deepEqual(unfinishedText(run, { job: null, training }),
    { say: "unfinished", resumable: true });
  assert.deepEqual(unfinishedText({ ...run, busy: true }, { job: null, training: null }),
    { say: "runs_elsewhere", resumable: false });
});
