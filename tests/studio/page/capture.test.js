import assert from "node:assert/strict";
import { test } from "node:test";

import { adviceText, areLoose, cameraProblem, countBursts, countText, frameSize, freeName, inOrder,
  isLive, missingText, nextHold, projectOf, withPicture,
} from "../../../src/miwake/studio/page/core/capture.js";

const HOLDS = ["hold-001-001.jpg", "hold-001-002.jpg", "hold-003-001.jpg"];
const project = (...classes) => ({ name: "p", task: "runs/files/p",
  classes: classes.map(([name, ...pictures]) => ({ name, pictures })) });

test("pictures are scaled to 320 pixels, never up", () => {
  assert.deepEqual(frameSize(640, 480), { width: 320, height: 240 });
  assert.deepEqual(frameSize(480, 1280), { width: 120, height: 320 });
  assert.deepEqual(frameSize(160, 120), { width: 160, height: 120 });
  assert.deepEqual(frameSize(0, 0), { width: 0, height: 0 });
});

test("each reason why there is no camera has a sentence", () => {
  assert.equal(cameraProblem("NotAllowedError"), "camera_refused");
  assert.equal(cameraProblem("NotFoundError"), "camera_none");
  assert.equal(cameraProblem("NotReadableError"), "camera_used");
  assert.deepEqual(cameraProblem("Odd"), { key: "camera_failed", values: { name: "Odd" } });
});

test("a hold gets a number that no class has", () => {
  assert.equal(nextHold(project(["a"], ["b"])), 1);
  assert.equal(nextHold(project(["a", "x.png"], ["b", ...HOLDS])), 4);
});

test("a hold is one burst, and so is each file", () => {
  assert.equal(countBursts(HOLDS), 2);
  assert.equal(countBursts(["a.jpg", "b.jpg", HOLDS[0]]), 3);
  assert.deepEqual(countText(HOLDS), { key: "pictures_in_holds", values: { count: 3, holds: 2 } });
  assert.equal(countText(["a.jpg"]).key, "pictures_count");
});

test("what is missing is said until two classes have pictures", () => {
  assert.equal(missingText(project(["a", "1.jpg"])), "needs_two_classes");
  assert.deepEqual(missingText(project(["a", "1.jpg"], ["b"])),
    { key: "needs_pictures", values: { name: "b" } });
  assert.equal(missingText(project(["a", "1.jpg"], ["b", "1.jpg"])), null);
});

test("a class of one hold is advised to be held once more", () => {
  const once = project(["a", ...HOLDS], ["b", HOLDS[0], HOLDS[1]]);
  assert.deepEqual(adviceText(once), { key: "better_second_hold", values: { name: "b" } });
  assert.equal(adviceText(project(["a", ...HOLDS], ["b", "1.jpg", "2.jpg"])), null);
});

test("cards stay where they are when a class is renamed or added", () => {
  const before = project(["z"], ["a"]);
  const names = (found) => found.classes.map(({ name }) => name);
  assert.deepEqual(names(inOrder(before, project(["a"], ["b"], ["z"]))), ["z", "a", "b"]);
  const renamed = { before: "z", after: "q" };
  assert.deepEqual(names(inOrder(before, project(["a"], ["q"]), renamed)), ["q", "a"]);
  assert.deepEqual(names(inOrder(null, project(["a"], ["z"]))), ["a", "z"]);
});

test("a picture that was kept is the newest of its class", () => {
  const { classes } = withPicture(project(["a", "1.jpg"], ["b"]), "a", "2.jpg");
  assert.deepEqual(classes.map(({ pictures }) => pictures), [["1.jpg", "2.jpg"], []]);
});

test("another class has a name that none has", () => {
  const nameOf = (number) => `Class ${number}`;
  assert.equal(freeName(project(["Class 1"], ["cat"]), nameOf), "Class 3");
  assert.equal(freeName(project(["Class 2"]), nameOf), "Class 3");
});

test("pictures are loose that lie in no folder, all of them", () => {
  const files = (...paths) => paths.map((path) => ({ path, file: null }));
  assert.ok(areLoose(files("a.JPG", "猫.png")));
  assert.ok(!areLoose(files("cats/a.jpg")));
  assert.ok(!areLoose(files("a.jpg", "t.csv")));
  assert.ok(!areLoose([]));
});

test("the task that is open may be a project", () => {
  const info = { order: { task: "runs/files/p" } };
  assert.equal(projectOf({ info, projects: ["q", "p"] }), "p");
  assert.equal(projectOf({ info, projects: ["q"] }), null);
  assert.equal(projectOf({ info: null, projects: ["q"] }), null);
});

test("the camera is answered by a network for pictures, not while another is trained", () => {
  const snapshot = { camera: {}, network: { camera: true }, state: { job: null } };
  assert.ok(isLive(snapshot));
  assert.ok(isLive({ ...snapshot, state: { job: { kind: "look" } } }));
  assert.ok(!isLive({ ...snapshot, state: { job: { kind: "train" } } }));
  assert.ok(!isLive({ ...snapshot, camera: null }));
  assert.ok(!isLive({ ...snapshot, network: { camera: false } }));
});
