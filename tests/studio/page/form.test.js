import assert from "node:assert/strict";
import test from "node:test";

import { followsLook, formValues, limitsText, orderOf, shownOrder }
  from "../../../src/miwake/studio/page/core/form.js";

const ORDER = { task: "baker", settings: { LENGTH: "12" }, options: {}, train: null, test: null,
  seed: 0, network: null, epochs: null, batch_size: 32, repeats: 1, folds: 1 };
const INFO = { order: ORDER, networks: ["dense", "conv"], network: "dense", train: 60000,
  test: 10000, epochs: 5, counts: true, reader: null };

test("what an order leaves open is as usual for the task", () => {
  assert.deepEqual(formValues(INFO, ORDER, null), { network: "dense", epochs: "5",
    train: "60000", test: "10000", seed: "0", batch_size: "32", repeats: "1", folds: "1" });
  const order = { ...ORDER, network: "conv", epochs: 9, train: 300, seed: 7 };
  const values = formValues(INFO, order, { epochs: 50 });
  assert.deepEqual([values.network, values.epochs, values.train, values.seed],
    ["conv", "9", "300", "7"]);
});

test("a look decides about the epochs of the user's own data, unless they were asked for", () => {
  const own = { ...INFO, reader: { form: "table", options: [] }, counts: false };
  assert.equal(formValues(own, ORDER, { epochs: 50 }).epochs, "50");
  assert.equal(formValues(own, ORDER, null).train, "");
  assert.equal(followsLook({ info: own, looked: { epochs: 50 } }), true);
  assert.equal(followsLook({ info: INFO, looked: { epochs: 50 } }), false);
  const asked = { ...own, order: { ...ORDER, epochs: 3 } };
  assert.equal(followsLook({ info: asked, looked: { epochs: 50 } }), false);
});

test("the order of a running training is shown for its own task", () => {
  const training = { order: { ...ORDER, epochs: 100 } };
  assert.equal(shownOrder(INFO, { job: { kind: "train" }, training }).epochs, 100);
  assert.equal(shownOrder(INFO, { job: { kind: "look" }, training }), ORDER);
  const other = { order: { ...ORDER, task: "ising" } };
  assert.equal(shownOrder(INFO, { job: { kind: "train" }, training: other }), ORDER);
});

test("an order says what differs from the task's own counts", () => {
  const typed = { network: "conv", epochs: "2", train: "60000", test: "500", seed: "1",
    batch_size: "32", repeats: "3", folds: "5" };
  assert.deepEqual(orderOf(INFO, typed), { task: "baker", settings: { LENGTH: "12" }, options: {},
    network: "conv", epochs: 2, test: 500, seed: 1, batch_size: 32, repeats: 3, folds: 5 });
  const given = orderOf({ ...INFO, counts: false }, { ...typed, train: "", test: "" });
  assert.ok(!("train" in given) && !("test" in given));
});

test("limits are numbers, written as the language does", () => {
  assert.deepEqual(limitsText({ min: "1", max: "1000000" }),
    { key: "limits", values: { least: 1, most: 1000000 } });
});

test("where the data choose the epochs, none are asked for", () => {
  const table = { ...INFO, epochs: null, reader: {} };
  assert.equal(formValues(table, ORDER, null).epochs, "");
  assert.equal(formValues(table, ORDER, { epochs: null }).epochs, "");
  assert.equal("epochs" in orderOf(table, { ...formValues(table, ORDER, null) }), false);
});
