// @ts-check
// The room Data: the editor of a task file; an error is shown at its line.

import { get } from "../api.js";
import { editedName } from "../core/data.js";
import { dataProblem } from "../core/progress.js";
import { baseName } from "../core/text.js";
import { element, field, query } from "../views/element.js";
import { attempt } from "../views/problem.js";

const DRAFT = "miwake-draft"; // what was typed and not saved, while this tab is open
const ROWS = { least: 12, most: 34 };

/** @type {Mount<HTMLFormElement>} */
export function mountTaskEditor(form, { actions, data, i18n, on, update }) {
  const name = field(form, "name");
  /** @type {HTMLTextAreaElement} */
  const area = query(form, "textarea");
  const gutter = query(form, ".gutter");
  let newest = 0; // id of the last error

  function numberLines() {
    const count = area.value.split("\n").length;
    if (gutter.children.length !== count) {
      const numbers = Array.from({ length: count }, (_, i) => element("span", {}, i + 1));
      gutter.replaceChildren(...numbers);
    }
    area.rows = Math.min(Math.max(count + 1, ROWS.least), ROWS.most);
    gutter.scrollTop = area.scrollTop;
  }

  /** @param {string} task whose text is taken; "" for the starter @param {string} [text] */
  async function fill(task, text) {
    area.value = text || (await get(`/api/starter?${new URLSearchParams({ like: task, lang: i18n.language })}`)).text;
    numberLines();
  }

  /** @param {number | null} [line] */
  function mark(line) {
    for (const [i, one] of [...gutter.children].entries()) {
      one.classList.toggle("wrong", i + 1 === line);
    }
    if (!line) return;
    const lines = area.value.split("\n").slice(0, line);
    const end = lines.join("\n").length;
    area.focus();
    area.setSelectionRange(end - lines[lines.length - 1].length, end);
  }

  const remember = () =>
    sessionStorage.setItem(DRAFT, JSON.stringify({ name: name.value, text: area.value }));

  on("panel", async () => {
    form.hidden = data.panel !== "editor";
    if (form.hidden) return;
    if (!area.value) await fill("");
    form.scrollIntoView({ block: "nearest" });
  });
  const draft = sessionStorage.getItem(DRAFT);
  if (draft) {
    const typed = JSON.parse(draft);
    name.value = typed.name;
    area.value = typed.text;
    numberLines();
    update({ panel: "editor" }, "panel");
  }

  on("draft", async (/** @type {{task: string, text?: string}} */ { task, text }) => {
    name.value = editedName(task);
    await fill(task, text);
    update({ panel: "editor" }, "panel");
    form.scrollIntoView({ block: "start" });
    area.focus();
  });
  on("state", () => {
    const problem = dataProblem(data);
    if (!data.state.error) mark(null);
    if (!problem?.isError || problem.id === newest) return;
    newest = problem.id;
    mark(problem.place === "editor" ? problem.line : null);
  });
  area.addEventListener("input", () => {
    mark(null);
    numberLines();
    remember();
  });
  name.addEventListener("input", remember);
  area.addEventListener("scroll", numberLines);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const line = area.value.slice(0, area.selectionStart).split("\n").pop() ?? "";
    const indent = line.slice(0, line.length - line.trimStart().length);
    const deeper = line.trimEnd().endsWith(":") ? "    " : "";
    area.setRangeText(`\n${indent}${deeper}`, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = { name: name.value, text: area.value };
    attempt("editor", () => actions.save(file, (task) => {
      name.value = baseName(task);
      sessionStorage.removeItem(DRAFT);
    }));
  });
}
