// Taking a run home: its files, and the lines that do the same elsewhere.

import { $, h } from "./dom.js";
import { stoppedAfter } from "./result.js";
import { language, put } from "./words.js";

export function showHome(found) {
  const file = (name) => `/runs/${encodeURIComponent(found.run)}/${name}`;
  const download = (name, key) => h("li", {}, h("a", { href: file(name), download: "" }, name), h("span", { class: "faint", say: key }));
  const report = h("a", { href: file("report.html"), target: "_blank", rel: "noopener", say: "report",
    on: { click: () => (report.href = `${file("report.html")}?lang=${language()}`) } });
  $("#home").replaceChildren(...[
    h("h3", {}, h("span", { say: "home" }), h("span", { class: "run" }, found.run)),
    h("ul", { class: "files" },
      h("li", {}, report, h("span", { class: "faint", say: "report_about" })),
      download("model.keras", "model_about"),
      found.source ? download("task.py", "task_about") : null,
      download("history.csv", "history_about")),
    stopped(found),
    h("h4", { say: "command_line" }), code(found.home.command),
    h("h4", { say: "in_python" }), code(found.home.python)].filter(Boolean));
}

// Of a run that was stopped the lines still do all that was asked for.
function stopped(found) {
  const after = stoppedAfter(found);
  return after && h("p", { class: "note" }, h("span", after), h("span", { say: "home_stopped" }));
}

function code(text) {
  const button = h("button", { type: "button", class: "quiet copy", say: "copy", on: { click: async () => {
    await navigator.clipboard.writeText(text);
    put(button, "copied");
    setTimeout(() => put(button, "copy"), 2000);
  } } });
  // A line breaks between words, not after the hyphens of an option.
  const words = text.split(/(\s+)/).map((word) => (word.trim() ? h("span", { class: "word" }, word) : word));
  return h("div", { class: "snippet" }, h("pre", { tabindex: "0" }, h("code", {}, ...words)), button);
}
