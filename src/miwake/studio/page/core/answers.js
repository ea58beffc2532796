// @ts-check
// What a network says: bars for all probabilities, and cards for samples and files.

import { percent } from "./text.js";

const MOST_BARS = 12;
export const MOST_FILES = 24; // that are sent at once

/** Say the answer itself. @type {(answer: Answer) => Message} */
export const answerText = ({ prediction }) => ({
  value: typeof prediction === "number" ? { number: prediction, digits: 3 } : prediction,
});

/** List the probabilities, of many classes the largest.
 * @type {(answer: Answer, classes: string[]) => {name: string, share: number, best: boolean}[]} */
export function answerBars({ prediction, probabilities = [] }, classes) {
  const bars = probabilities.map((share, place) => ({
    name: classes[place], share, best: classes[place] === prediction }));
  if (bars.length <= MOST_BARS) return bars;
  return bars.sort((a, b) => b.share - a.share).slice(0, MOST_BARS);
}

/** Say what a card shows of an example and its answer.
 * @type {(sample: Sample, classes: string[]) =>
 * {place: number, mark: "right" | "wrong" | null, really: Message | null, says: Message}} */
export function sampleCard({ answer, prediction, probabilities }, classes) {
  const label = written(prediction);
  const isAnswered = classes.length > 0 && answer !== undefined;
  return {
    place: Math.max(0, classes.indexOf(String(answer ?? prediction))), // gives its colour
    mark: isAnswered ? (prediction === answer ? "right" : "wrong") : null,
    really: answer === undefined ? null : { key: "is_really", values: { label: written(answer) } },
    says: probabilities
      ? { key: "says_sure", values: { label, sure: percent(Math.max(...probabilities)) } }
      : { value: label },
  };
}

/** @param {string | number} value */
const written = (value) => (typeof value === "number" ? value.toPrecision(4) : value);

/** Tell whether a refusal names the file, in every language.
 * @type {(refusal: Message, file: string) => boolean} */
export const namesFile = (refusal, file) =>
  typeof refusal !== "string" && "texts" in refusal &&
  Object.values(refusal.texts).every((text) => text.startsWith(file));
