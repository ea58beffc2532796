// The editor of a task file: the starter or another file filled in, errors shown at their line.

import { $, get, h, post } from "./dom.js";
import { begin, nameOf } from "./store.js";

export const editor = $("#editor");
const { name, text: area } = editor.elements;
const gutter = $(".gutter", editor);

// A task's text, or the one that is given, to be changed.
export async function edit(task, text) {
  editor.hidden = false;
  name.value = task.endsWith(".py") ? nameOf(task) : `my_${task}.py`;
  if (text) area.value = text;
  else await fill(task);
  lines();
  editor.scrollIntoView({ block: "start" });
  area.focus();
}

export async function fill(like) {
  const { text } = await get(`/api/starter?like=${encodeURIComponent(like)}`);
  area.value = text;
  lines();
}

function lines() {
  const count = area.value.split("\n").length;
  if (gutter.children.length !== count) {
    gutter.replaceChildren(...Array.from({ length: count }, (_, i) => h("span", {}, String(i + 1))));
  }
  area.rows = Math.min(Math.max(count + 1, 12), 34);
  gutter.scrollTop = area.scrollTop;
}

export function mark(line) {
  for (const [place, one] of [...gutter.children].entries()) one.classList.toggle("wrong", place + 1 === line);
}

export function goTo(line) {
  const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const end = area.value.indexOf("\n", before);
  area.focus();
  area.setSelectionRange(before, end < 0 ? area.value.length : end);
}

area.addEventListener("input", () => {
  mark(null);
  lines();
});
area.addEventListener("scroll", lines);
area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const line = area.value.slice(0, area.selectionStart).split("\n").pop();
  const indent = /^\s*/.exec(line)[0] + (line.trimEnd().endsWith(":") ? "    " : "");
  event.preventDefault();
  area.setRangeText(`\n${indent}`, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
});
editor.addEventListener("submit", (event) => {
  event.preventDefault();
  begin($("#editor-problem"), async () => {
    const { task } = await post("/api/file", { name: name.value, text: area.value });
    name.value = nameOf(task); // as it is kept
    await post("/api/open", { task });
  });
});
