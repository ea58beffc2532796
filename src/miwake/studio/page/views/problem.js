// @ts-check
// Saying what went wrong, next to what caused it.

import { ConnectionLost, Problem } from "../api.js";
import { query, say } from "./element.js";

/** Do something; a problem is said at a place, anything unexpected is not hidden.
 * @template T
 * @param {string} place the start of an element's id @param {() => Promise<T>} work
 * @param {HTMLElement} [anchor] the element below which the problem is said
 * @returns {Promise<T | undefined>} */
export async function attempt(place, work, anchor) {
  const element = query(document, `#${place}-problem`);
  if (anchor) anchor.after(element);
  element.hidden = true;
  delete element.dataset.busy;
  delete element.dataset.job;
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConnectionLost) return undefined; // the banner says so
    if (!(error instanceof Problem)) throw error;
    say(element, error.say);
    element.hidden = false;
    if (error.status === 409) element.dataset.busy = ""; // until the training ends
    queueMicrotask(() => element.scrollIntoView({ block: "nearest" })); // once it has its text
    return undefined;
  }
}

/** Say at a place what a job's problem was, until the next job begins.
 * @type {(place: JobProblem["place"], problem: JobProblem | null) => void} */
export function showJobProblem(place, problem) {
  const element = query(document, `#${place}-problem`);
  if (problem?.place === place) {
    say(element, problem.say);
    element.hidden = false;
    element.dataset.job = String(problem.id);
  } else if (element.dataset.job) {
    element.hidden = true;
    delete element.dataset.job;
  }
}
