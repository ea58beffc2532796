// @ts-check
// Pictures of the user's own: which project is open, the camera, and the training on it.

import { adviceText, missingText } from "../core/capture.js";
import { isTraining, statusText } from "../core/progress.js";
import { element, query, say } from "../views/element.js";
import { attempt } from "../views/problem.js";
import { showCamera } from "../views/camera_view.js";

/** @type {Mount} */
export function mountCapture(root, page) {
  const { actions, camera, data, on, update } = page;
  /** @type {HTMLSelectElement} */
  const select = query(root, "select");
  /** @type {HTMLButtonElement} */
  const train = query(root, ".train");

  /** @param {() => Promise<unknown>} work */
  const attemptHere = (work) => attempt("capture", work);

  function showProjects() {
    const { project, projects } = data;
    select.replaceChildren(...projects.map((name) => element("option", { value: name }, name)));
    select.value = project?.name ?? "";
    query(root, ".pick").hidden = projects.length < 2;
  }

  function showReady() {
    const { info, project, state: { job, training } } = data;
    const missing = project && missingText(project);
    const isIts = info?.order.task === project?.task && (job || training?.run);
    train.disabled = Boolean(missing) || !project || isTraining(job);
    // Keys: ready_to_train.
    const ready = (project && adviceText(project)) ?? "ready_to_train";
    say(query(root, ".ready"), missing ?? (isIts ? statusText(data) : ready));
  }

  on("panel", async () => {
    const wasOpen = !root.hidden;
    root.hidden = data.panel !== "capture";
    if (wasOpen && root.hidden) camera.stop();
    if (wasOpen || root.hidden) return;
    if (!data.project) await attemptHere(actions.reopenProject);
    root.scrollIntoView({ block: "start" });
  });
  on("capture", () => data.panel !== "capture" && update({ panel: "capture" }, "panel"));
  for (const noun of /** @type {const} */ (["project", "state", "task", "run"])) on(noun, showReady);
  for (const noun of /** @type {const} */ (["project", "tasks"])) on(noun, showProjects);
  on("project", () => { // which was removed
    if (!data.project && data.panel === "capture") update({ panel: null }, "panel");
  });
  select.addEventListener("change", () => attemptHere(() => actions.openProject(select.value)));
  query(root, ".new").addEventListener("click", () => attemptHere(() => actions.newProject()));
  query(root, ".add").addEventListener("click", () => attemptHere(actions.addClass));
  train.addEventListener("click", () => {
    const { project } = data;
    if (project) attemptHere(() => actions.trainAnew(project.task));
  });
  showCamera(query(root, ".camera"), page, "capture");
}

/** What was removed, and the button that brings it back. @type {Mount} */
export function mountUndo(root, { actions, data, on }) {
  on("undo", () => {
    root.hidden = !data.undo;
    if (data.undo) say(query(root, "span"), { key: "removed", values: { name: data.undo.name } });
  });
  query(root, "button").addEventListener("click", () => attempt("capture", actions.bringBack));
}
