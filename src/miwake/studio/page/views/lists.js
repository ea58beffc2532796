// @ts-check
// What several parts list: findings, bars, cards of examples with their answers.

import { answerBars, answerText, sampleCard } from "../core/answers.js";
import { percent } from "../core/text.js";
import { clear, element, query, say } from "./element.js";
import { picture } from "./picture.js";

const SIGNS = { bad: "✗", warning: "!", note: "·", good: "✓" };

/** @param {Finding[]} findings */
export const findingList = (findings) =>
  element("ul", { class: "findings" }, ...findings.map(({ status, text }) =>
    element("li", { class: status },
      element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[status]),
      // Keys: status_bad, status_warning, status_note, status_good.
      element("span", {}, element("span", { class: "hidden", say: `status_${status}` }),
        element("span", { say: { texts: text } })))));

/** @param {number} share from 0 to 1 @param {number} [chance] where a line stands */
export function meter(share, chance) {
  const fill = element("span", { class: "fill" });
  fill.style.width = `${100 * share}%`;
  const line = element("span", { class: "chance", hidden: chance === undefined });
  line.style.left = `${100 * (chance ?? 0)}%`;
  return element("span", { class: "meter" }, fill, line);
}

/** Show an answer: the label large, all probabilities as bars.
 * @param {HTMLElement} root with .answer and .bars
 * @param {Answer | null} answer @param {string[]} classes */
export function showAnswer(root, answer, classes) {
  const label = query(root, ".answer");
  if (answer) say(label, answerText(answer));
  else clear(label);
  const bars = answer ? answerBars(answer, classes) : [];
  query(root, ".bars").replaceChildren(...bars.map(({ best, name, share }) =>
    element("li", { class: best && "best" }, element("span", {}, name), meter(share),
      element("span", { class: "number" }, percent(share)))));
}

/** @param {Sample[]} samples @param {Network} network */
export const sampleItems = (samples, network) => samples.map((one) => sampleItem(one, network));

/** @type {(sample: Sample, network: Network) => HTMLLIElement} */
function sampleItem(sample, { classes, kind }) {
  const { mark, place, really, says } = sampleCard(sample, classes);
  const { answer, name, pixels } = sample;
  return element("li", { class: `${mark ?? ""} ${pixels ? "small" : ""}` },
    kind !== "vector" && picture(sample, place, name ?? String(answer)),
    name && element("span", { class: "name" }, name),
    really && element("span", { class: "faint", say: really }),
    element("strong", { say: says }),
    mark && element("span", { class: "hidden", say: mark })); // Keys: right, wrong.
}
