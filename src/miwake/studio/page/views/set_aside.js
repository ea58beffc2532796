// @ts-check
// What is shown of a run goes out of sight once another task is opened, until a run is chosen.

import { isOfAnotherTask } from "../core/runs.js";

/** @param {HTMLElement} element @param {Store["on"]} on @param {Snapshot} data */
export function setAside(element, on, data) {
  let isLoaded = false; // the task that is open as the page loads is no news
  on("task", () => {
    element.classList.toggle("aside-of-task", isLoaded && isOfAnotherTask(data));
    isLoaded = true;
  });
  for (const noun of /** @type {const} */ (["run", "epoch"])) {
    on(noun, () => element.classList.remove("aside-of-task"));
  }
}
