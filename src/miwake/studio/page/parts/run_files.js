// @ts-check
// The room Try: the files of a run to take home, and the lines that do the same elsewhere.

import { stoppedText } from "../core/runs.js";
import { element, query, say } from "../views/element.js";

const COPIED = 2000; // milliseconds for which it is said

/** @type {Mount} */
export function mountRunFiles(root, { data, i18n, on }) {
  const links = [...root.querySelectorAll("a")];

  on("run", () => {
    const { details: run } = data;
    if (!run) return;
    query(root, ".run").textContent = run.run;
    for (const link of links) {
      link.href = `/runs/${encodeURIComponent(run.run)}/${link.dataset.file}`;
    }
    query(root, ".source").hidden = !run.source;
    const stopped = stoppedText(run);
    query(root, ".note").hidden = !stopped;
    if (stopped) say(query(root, ".note span"), stopped);
    write(query(root, ".command"), run.home.command);
    write(query(root, ".python"), run.home.python);
  });
  const [report] = links; // in the language of the page as it is clicked
  report.addEventListener("click", () => (report.search = `?lang=${i18n.language}`));
  for (const copy of root.querySelectorAll("button")) {
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(copy.previousElementSibling?.textContent ?? "");
      say(copy, "copied");
      setTimeout(() => say(copy, "copy"), COPIED);
    });
  }
}

/** A line breaks between words, not after the hyphens of an option.
 * @param {HTMLElement} code @param {string} text */
const write = (code, text) => code.replaceChildren(...text.split(/(\s+)/).map((word) =>
  word.trim() ? element("span", { class: "word" }, word) : word));
