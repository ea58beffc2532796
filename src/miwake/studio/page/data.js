// The room Data: built-in tasks as cards, a task file of one's own, files of one's own.

import { $, dropzone, get, h, post, send, tell } from "./dom.js";
import { follow, picture } from "./draw.js";
import { on, poll, store } from "./store.js";
import { number, put, putPair } from "./words.js";

const editor = $("#editor");
const upload = $("#upload");
const chosen = $("#chosen");
let current = null; // the task that is chosen
let looksUp = 0;

export async function startData() {
  const found = await get("/api/tasks");
  Object.assign(store, found);
  showCards();
  showBrought();
  const pictures = await get("/api/gallery");
  for (const [task, classes] of Object.entries(pictures)) {
    const place = $(`[data-task="${CSS.escape(task)}"] .picture`);
    if (place && classes.length) drawCard(place, classes);
  }
}

on("opened", (info) => {
  showBrought();
  current = info?.order.task ?? null;
  for (const card of document.querySelectorAll(".card")) {
    card.setAttribute("aria-pressed", String(card.dataset.task === current));
  }
  showChosen(info);
});

on("state", ({ error, job }) => {
  const broken = (error?.kind === "open" || error?.kind === "look") && !job;
  const line = broken && !editor.hidden ? error.line : null;
  const place = editor.hidden ? $("#look-problem") : $("#editor-problem");
  if (broken && looksUp !== error.id) {
    looksUp = error.id;
    putPair(place, error.text);
    place.hidden = false;
    mark(line);
    if (line) goTo(line);
  }
  if (!error) for (const one of [$("#editor-problem"), $("#look-problem")]) one.hidden = true;
  if (!error) mark(null);
});

export function open(task, changes = {}) {
  return tell($("#look-problem"), async () => {
    await post("/api/open", { task, ...changes });
    await poll();
  });
}

function showCards() {
  const cards = store.tasks.map(({ task, title }) => {
    const known = `task_${task}`;
    const about = `task_${task}_about`;
    return h(
      "button",
      { type: "button", class: "card", "aria-pressed": "false", data: { task }, on: { click: () => pick(task) } },
      h("span", { class: "picture", "aria-hidden": "true" }),
      h("span", { class: "title", say: known }),
      h("span", { class: "about faint", say: about }),
      h("span", { class: "id", "aria-hidden": "true", title }, task),
    );
  });
  const own = (key, panel, sign) =>
    h(
      "button",
      { type: "button", class: "card own", "aria-expanded": "false", on: { click: (event) => toggle(panel, event.currentTarget) } },
      h("span", { class: "picture sign", "aria-hidden": "true" }, sign),
      h("span", { class: "title", say: key }),
      h("span", { class: "about faint", say: `${key}_about` }),
    );
  // Their words: own_function, own_function_about, own_files, own_files_about.
  $("#cards").replaceChildren(...cards, own("own_function", editor, "ƒ(x)"), own("own_files", upload, "▦"));
  if (store.given) {
    const given = store.given;
    open(given).then(() => undefined);
  }
}

function pick(task) {
  fold();
  open(task);
}

function fold() {
  editor.hidden = upload.hidden = true;
  for (const card of document.querySelectorAll(".card.own")) card.setAttribute("aria-expanded", "false");
}

function drawCard(place, classes) {
  const few = Math.min(classes.length, 10);
  const images = Boolean(classes[0].examples[0]?.pixels);
  const each = images ? Math.max(1, Math.floor(12 / few)) : 1;
  place.classList.toggle("images", images);
  place.classList.toggle("five", few * each === 10);
  const shown = classes.slice(0, few).flatMap(({ name, examples }, i) => {
    return examples.slice(0, each).map((example) => {
      return follow(picture(example, i, name), example, i);
    });
  });
  place.replaceChildren(...shown);
}

function toggle(panel, card) {
  const opens = panel.hidden;
  fold();
  panel.hidden = !opens;
  card.setAttribute("aria-expanded", String(!panel.hidden));
  if (panel.hidden) return;
  if (panel === editor && !editor.elements.text.value) fill("");
  panel.scrollIntoView({ block: "nearest" });
}

// The editor

async function fill(like) {
  const { text } = await get(`/api/starter?like=${encodeURIComponent(like)}`);
  editor.elements.text.value = text;
  lines();
}

async function edit(task, text) {
  upload.hidden = true;
  editor.hidden = false;
  editor.elements.name.value = task.endsWith(".py") ? task.split(/[\\/]/).pop() : `my_${task}.py`;
  if (text) editor.elements.text.value = text;
  else await fill(task);
  lines();
  editor.scrollIntoView({ block: "start" });
  editor.elements.text.focus();
}

function lines() {
  const area = editor.elements.text;
  const count = area.value.split("\n").length;
  const gutter = $(".gutter", editor);
  if (gutter.children.length !== count) {
    gutter.replaceChildren(...Array.from({ length: count }, (_, i) => h("span", {}, String(i + 1))));
  }
  area.rows = Math.min(Math.max(count + 1, 12), 34);
  gutter.scrollTop = area.scrollTop;
}

function mark(line) {
  for (const [place, one] of [...$(".gutter", editor).children].entries()) {
    one.classList.toggle("wrong", place + 1 === line);
  }
}

function goTo(line) {
  const area = editor.elements.text;
  const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const end = area.value.indexOf("\n", before);
  area.focus();
  area.setSelectionRange(before, end < 0 ? area.value.length : end);
}

editor.elements.text.addEventListener("input", () => {
  mark(null);
  lines();
});
editor.elements.text.addEventListener("scroll", lines);
editor.elements.text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const area = event.currentTarget;
  const line = area.value.slice(0, area.selectionStart).split("\n").pop();
  const indent = /^\s*/.exec(line)[0] + (line.trimEnd().endsWith(":") ? "    " : "");
  event.preventDefault();
  area.setRangeText(`\n${indent}`, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
});
editor.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, text } = editor.elements;
  tell($("#editor-problem"), async () => {
    const { task } = await post("/api/file", { name: name.value, text: text.value });
    await post("/api/open", { task });
    await poll();
  });
});

// Uploads

dropzone($(".drop", upload), (files) => bring(files));

async function bring(files) {
  if (!files.length) return;
  const told = $(".uploading", upload);
  await tell($(".problem", upload), async () => {
    const { key } = await post("/api/uploads");
    for (const [place, { path, file }] of files.entries()) {
      put(told, "uploading", () => ({ done: number(place), total: number(files.length) }));
      await send(`/api/uploads/${key}?path=${encodeURIComponent(path)}`, file);
    }
    const { task } = await post(`/api/uploads/${key}`);
    fold();
    await open(task);
  });
  delete told.dataset.say;
  told.textContent = "";
}

function showBrought() {
  const items = store.own.map((task) => {
    const name = task.split(/[\\/]/).pop();
    return h("li", {}, h("button", { type: "button", class: "quiet", on: { click: () => open(task) } }, name));
  });
  $("#brought").hidden = !items.length;
  $("#brought ul").replaceChildren(...items);
}

// The chosen task

function showChosen(info) {
  chosen.hidden = !info;
  if (!info) return;
  const { order } = info;
  const builtIn = store.tasks.some(({ task }) => task === order.task);
  const title = h("h3", builtIn ? { say: `task_${order.task}` } : {}, builtIn ? null : info.title);
  const about = builtIn
    ? h("p", { say: `task_${order.task}_about` })
    : info.description && h("p", { class: "description" }, info.description);
  const parts = [title, about, examplesOf(info), fieldsOf(info)];
  if (builtIn || order.task.endsWith(".py")) {
    const change = h("button", { type: "button", say: "edit", on: { click: () => edit(order.task) } });
    parts.push(h("div", { class: "row" }, change));
  }
  chosen.replaceChildren(...parts.filter(Boolean));
}

function examplesOf(info) {
  if (!info.examples.length) return null;
  return h(
    "div",
    { class: "classes" },
    ...info.examples.map(({ name, examples }, i) =>
      h(
        "figure",
        {},
        h("div", { class: examples[0].pixels ? "strip" : "strip wide" },
          ...examples.slice(0, examples[0].pixels ? 4 : 1).map((example) => follow(picture(example, i, name), example, i))),
        h("figcaption", {}, name),
      ),
    ),
  );
}

function fieldsOf(info) {
  const { order } = info;
  const settings = Object.entries(info.settings).map(([name, value]) =>
    h("label", { class: "field" }, h("code", {}, name), h("input", {
      value: order.settings[name] ?? value.replace(/^'(.*)'$/, "$1"), spellcheck: "false", autocomplete: "off", data: { setting: name, usual: value.replace(/^'(.*)'$/, "$1") } })),
  );
  const options = info.own ? optionsOf(order) : [];
  const form = h(
    "form",
    { class: "settings", on: { submit: (event) => event.preventDefault(), change: () => reopen(form, order) } },
    settings.length ? h("h4", { say: "settings" }) : null,
    settings.length ? h("div", { class: "fields" }, ...settings) : null,
    options.length ? h("h4", { say: "how_read" }) : null,
    options.length ? h("div", { class: "fields" }, ...options) : null,
  );
  return settings.length || options.length ? form : null;
}

function optionsOf({ options, task }) {
  const table = /\.(csv|tsv|tab|parquet|pq)$/i.test(task);
  const names = table ? ["label", "drop", "facts", "group"] : /\.np[yz]$/i.test(task) ? [] : ["group"];
  // Their words: option_label, option_drop, option_facts, option_group.
  return names.map((name) =>
    h("label", { class: "field" }, h("span", { say: `option_${name}` }), h("input", {
      value: [options[name] ?? []].flat().join(", "), spellcheck: "false", autocomplete: "off", data: { option: name } })),
  );
}

function reopen(form, order) {
  const settings = {};
  for (const input of form.querySelectorAll("[data-setting]")) {
    if (input.value.trim() !== input.dataset.usual || input.dataset.setting in order.settings) {
      settings[input.dataset.setting] = input.value.trim();
    }
  }
  const options = {};
  for (const input of form.querySelectorAll("[data-option]")) {
    const name = input.dataset.option;
    const text = input.value.trim();
    if (!text) continue;
    options[name] = name === "drop" || name === "facts" ? text.split(",").map((part) => part.trim()) : text;
  }
  open(order.task, { settings, options });
}

