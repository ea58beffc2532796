// @ts-check
// The room Try: files of the user's own; each is answered, or refused under its own name.

import { ConnectionLost, Problem } from "../api.js";
import { MOST_FILES, namesFile } from "../core/answers.js";
import { makeDropZone } from "../views/drop_zone.js";
import { element, query } from "../views/element.js";
import { sampleItems } from "../views/lists.js";

/** @type {Mount} */
export function mountTriedFiles(root, { actions, data, on }) {
  const refused = query(root, "#refused");
  const answers = query(root, "#answers");

  /** @param {Message} say @param {string} [name] of the file, where the message doesn't name it */
  const refuse = (say, name) => refused.append(element("li", { class: "problem" },
    name && element("strong", {}, name), element("span", { say })));

  /** @param {File} file */
  async function ask(file) {
    const { network, tried } = data;
    try {
      const answer = await actions.ask(`file?name=${encodeURIComponent(file.name)}`, file);
      if (!answer || !network) return;
      answers.prepend(...sampleItems(answer.samples, network));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (data.tried === tried) refuse(error.say, namesFile(error.say, file.name) ? "" : file.name);
    }
  }

  /** @param {LocalFile[]} files */
  async function take(files) {
    refused.replaceChildren();
    const { tried } = data;
    try {
      for (const { file } of files.slice(0, MOST_FILES)) if (data.tried === tried) await ask(file);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      return; // the banner says so
    }
    if (data.tried !== tried || files.length <= MOST_FILES) return;
    refuse({ key: "files_left", values: { most: MOST_FILES, total: files.length } });
  }

  makeDropZone(query(root, ".drop"), take);
  on("network", () => {
    if (data.network) query(root, "input").setAttribute("accept", data.network.accept);
    else for (const list of [answers, refused]) list.replaceChildren();
  });
}
