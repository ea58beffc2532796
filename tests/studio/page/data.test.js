import assert from "node:assert/strict";
import test from "node:test";

import { cardExamples, columnsText, editedName, isEditable, isTaskFile, lookText, optionFields,
  renamedText, reopening, settingFields } from "../../../src/miwake/studio/page/core/data.js";

const BUILT_IN = [{ task: "baker", title: "Baker" }];
const TABLE = { order: { task: "t.csv", settings: {}, options: { drop: ["a", "b"] } }, settings: {},
  reader: { form: "table", options: ["label", "drop", "group"] } };
const classes = (count, example) =>
  Array.from({ length: count }, (_, i) => ({ name: `${i}`, examples: Array(4).fill(example) }));

test("a card has as many pictures as fit, or one line a class", () => {
  const pixels = { pixels: [0] };
  assert.equal(cardExamples(classes(2, pixels)).examples.length, 8);
  const digits = cardExamples(classes(10, pixels));
  assert.deepEqual([digits.images, digits.five, digits.examples.length], [true, true, 10]);
  assert.equal(cardExamples(classes(30, pixels)).examples.length, 10);
  const lines = cardExamples(classes(2, { numbers: [1] }));
  assert.deepEqual([lines.images, lines.examples.length], [false, 2]);
});

test("built-in tasks and task files can be changed as files", () => {
  assert.deepEqual(["baker", "a/mine.py", "a/t.csv"].map((task) => isEditable(task, BUILT_IN)),
    [true, true, false]);
  assert.equal(editedName("baker"), "my_baker.py");
  assert.equal(editedName("a\\b/mine.py"), "mine.py");
  assert.equal(isTaskFile([{ path: "x/mine.py", file: { name: "mine.py" } }]), true);
  assert.equal(isTaskFile([{ file: { name: "a.py" } }, { file: { name: "b.py" } }]), false);
});

test("settings show texts without their quotes, and the options of the reader", () => {
  const info = { order: { settings: { N: "7" } }, settings: { N: "100", NAME: "'x'" } };
  assert.deepEqual(settingFields(info), [{ name: "N", usual: "100", value: "7" },
    { name: "NAME", usual: "x", value: "x" }]);
  assert.deepEqual(optionFields(TABLE), [{ name: "label", value: "", choices: null, hint: null },
    { name: "drop", value: "a, b", choices: null, hint: null },
    { name: "group", value: "", choices: null, hint: "group_column" }]);
  const images = { ...TABLE, reader: { form: "images", options: ["group"] } };
  assert.equal(optionFields(images)[0].hint, "group_pattern");
  assert.deepEqual(optionFields({ ...TABLE, reader: null }), []);
});

test("a task is opened again with what differs", () => {
  const info = { order: { task: "baker", settings: { N: "7" }, options: {} },
    settings: { N: "100", M: "3" } };
  assert.deepEqual(reopening(info, { settings: { N: " 100 ", M: "3" }, options: {} }),
    { task: "baker", settings: { N: "100" }, options: {} });
  const options = { label: " y ", drop: "a ,b", group: " " };
  assert.deepEqual(reopening(TABLE, { settings: {}, options }),
    { task: "t.csv", settings: {}, options: { label: "y", drop: ["a", "b"] } });
});

test("an option may say yes, no or nothing", () => {
  const info = { ...TABLE, reader: { form: "table", options: ["header", "regression"] } };
  info.order = { ...info.order, options: { header: false } };
  assert.deepEqual(optionFields(info).map(({ value }) => value), ["false", ""]);
  assert.deepEqual(optionFields(info)[0].choices, ["", "true", "false"]);
  const typed = { settings: {}, options: { header: "", regression: "true" } };
  assert.deepEqual(reopening(info, typed).options, { regression: true });
});

test("changed names are said, the first one and how many more", () => {
  const path = (sent, stored = sent) => ({ sent, stored });
  assert.equal(renamedText([path("t.csv")], "/runs/files/t.csv"), null);
  assert.equal(renamedText([path("a.zip")], "/runs/files/a"), null);
  assert.deepEqual(renamedText([path("a#.csv", "a_.csv")], "/runs/files/a_.csv"),
    { key: "renamed", values: { before: "a#.csv", after: "a_.csv", more: 0 } });
  assert.deepEqual(renamedText([path("t.csv")], "/runs/files/t-2.csv").values,
    { before: "t.csv", after: "t-2.csv", more: 0 });
  const two = [path("d/a#", "d/a_"), path("d/b#", "d/b_")];
  assert.equal(renamedText(two, "/runs/files/d").key, "renamed_many");
  assert.equal(renamedText([path("か\u3099.csv", "が.csv")], "x/が.csv"), null); // one letter or two
});

test("what was looked at is said in numbers", () => {
  const look = { classes: ["a", "b"], shape: [8, 8], target: null, test: 2, train: 10 };
  assert.equal(lookText(look).key, "look_classes");
  assert.equal(lookText(look).values.shape, "8 × 8");
  assert.equal(lookText({ ...look, classes: [], target: "t" }).key, "look_value");
  assert.deepEqual(columnsText({ numbers: ["a", "b"], texts: { c: 3 } }).values,
    { numbers: "a, b", texts: "c (3)" });
  assert.equal(columnsText({ numbers: [], texts: {} }).values.numbers, "–");
});
