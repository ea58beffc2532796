import assert from "node:assert/strict";
import test from "node:test";

import { answerBars, answerText, namesFile, sampleCard }
  from "../../../src/miwake/studio/page/core/answers.js";
import { newest } from "../../../src/miwake/studio/page/core/newest.js";
import { baseName, duration, short } from "../../../src/miwake/studio/page/core/text.js";

test("an answer is a class, or a number with three digits", () => {
  assert.deepEqual(answerText({ prediction: "7" }), { value: "7" });
  assert.deepEqual(answerText({ prediction: 2.5 }), { value: { number: 2.5, digits: 3 } });
});

test("of many probabilities the largest are shown, the largest first", () => {
  const answer = { prediction: "b", probabilities: [0.1, 0.9] };
  assert.deepEqual(answerBars(answer, ["a", "b"]), [{ name: "a", share: 0.1, best: false },
    { name: "b", share: 0.9, best: true }]);
  const classes = Array.from({ length: 20 }, (_, i) => `${i}`);
  const probabilities = classes.map((_, i) => i / 190);
  const bars = answerBars({ prediction: "19", probabilities }, classes);
  assert.deepEqual(bars.map(({ name }) => name).slice(0, 2), ["19", "18"]);
  assert.equal(bars.length, 12);
});

test("a card is marked where the answer is known to be a class", () => {
  const classes = ["a", "b"];
  const right = sampleCard({ prediction: "b", probabilities: [0, 1], answer: "b" }, classes);
  assert.deepEqual([right.mark, right.place], ["right", 1]);
  assert.deepEqual(right.says, { key: "says_sure", values: { label: "b", sure: "100 %" } });
  assert.equal(sampleCard({ prediction: "b", answer: "a" }, classes).mark, "wrong");
  const file = sampleCard({ prediction: "b", probabilities: [0, 1] }, classes);
  assert.deepEqual([file.mark, file.really], [null, null]);
  const value = sampleCard({ prediction: 2.345678, answer: 2 }, []);
  assert.deepEqual([value.mark, value.says], [null, { value: "2.346" }]);
  assert.deepEqual(value.really, { key: "is_really", values: { label: "2.000" } });
});

test("a refusal names its file in every language, or not", () => {
  assert.equal(namesFile({ texts: { en: "a.csv is bad", ja: "a.csv は" } }, "a.csv"), true);
  assert.equal(namesFile({ texts: { en: "a.csv is bad", ja: "だめ" } }, "a.csv"), false);
  assert.equal(namesFile("busy", "a.csv"), false);
});

test("one question at a time, and the newest once more", async () => {
  let asked = 0;
  let answer = () => {};
  const ask = newest(() => {
    asked += 1;
    return new Promise((resolve) => (answer = resolve));
  });
  const first = ask();
  ask();
  ask();
  assert.equal(asked, 1);
  answer();
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(asked, 2);
  answer();
  await first;
  assert.equal(asked, 2);
});

test("names, times and numbers are short", () => {
  assert.equal(baseName("C:\\data\\t.csv"), "t.csv");
  assert.deepEqual([2.34, 59, 125].map(duration), ["2.3 s", "59 s", "2:05"]);
  assert.deepEqual([0.33333333, 2, null].map(short), ["0.3333", "2", "–"]);
});
