// Opening a task. What stands in the way is said where it was asked for.

import { $, post } from "./dom.js";
import { begin } from "./store.js";

export const problem = $("#data-problem");

export function open(task, changes = {}, place = $("#cards")) {
  place.after(problem);
  return begin(problem, () => post("/api/open", { task, ...changes }));
}
