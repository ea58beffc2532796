// @ts-check
// The room Data: uploading the user's own files and folders.

import { areLoose } from "../core/capture.js";
import { isTaskFile } from "../core/data.js";
import { makeDropZone } from "../views/drop_zone.js";
import { clear, query, say } from "../views/element.js";
import { attempt } from "../views/problem.js";

/** @type {Mount} */
export function mountUpload(root, { actions, data, emit, on, update }) {
  const progress = query(root, ".uploading");

  /** @param {LocalFile[]} files */
  async function take(files) {
    if (!files.length) return;
    if (areLoose(files)) return emit("loose", files);
    if (isTaskFile(files)) {
      const { file } = files[0];
      emit("draft", { task: file.name, text: await file.text() });
      update({ note: { key: "is_task_file", values: { name: file.name } } }, "panel");
      return;
    }
    const total = files.length;
    await attempt("upload", async () => {
      const renamed = await actions.bring(files, (done) =>
        say(progress, { key: "uploading", values: { done, total } }));
      update({ panel: null, note: renamed }, "panel");
    });
    clear(progress);
  }

  makeDropZone(query(root, ".drop"), take);
  on("dropped", take);
  on("panel", () => {
    root.hidden = data.panel !== "upload";
    if (!root.hidden) root.scrollIntoView({ block: "nearest" });
  });
}

/** A notice about uploaded files, until a card is chosen. @type {Mount} */
export function mountNote(root, { data, on }) {
  on("panel", () => {
    const { note } = data;
    root.hidden = !note;
    if (note) say(root, note);
  });
}
