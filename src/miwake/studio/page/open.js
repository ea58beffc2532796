// Opening a task. What stands in the way is said where it was asked for.

import { $, post } from "./dom.js";
import { again, begin, store } from "./store.js";

export const problem = $("#data-problem");

export async function open(task, changes = {}, place = $("#cards")) {
  place.after(problem);
  store.opening = true;
  again();
  try {
    return await begin(problem, () => post("/api/open", { task, ...changes }));
  } finally {
    store.opening = false;
    again();
  }
}
