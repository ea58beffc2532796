// The room Data: built-in tasks as cards, a task file of one's own, files of one's own.

import { showChosen } from "./chosen.js";
import { $, dropzone, get, h, post, send, tellJob } from "./dom.js";
import { follow, picture } from "./draw.js";
import { edit, editor, fill, goTo, mark } from "./editor.js";
import { open, problem } from "./open.js";
import { begin, nameOf, on, stopped, store } from "./store.js";
import { number, put, say } from "./words.js";

const upload = $("#upload");
const note = $("#data-note");
const PROBLEMS = [problem, $("#look-problem"), $("#editor-problem")];
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
  const current = info?.order.task ?? null;
  for (const card of document.querySelectorAll(".card")) {
    card.setAttribute("aria-pressed", String(card.dataset.task === current));
  }
  showChosen(info, (task) => {
    upload.hidden = true;
    edit(task);
  });
});

on("state", (state) => {
  const { error, job } = state;
  const broken = !job && (error?.kind === "open" || error?.kind === "look") ? error : null;
  const told = broken ?? stopped(state);
  const place = !editor.hidden ? $("#editor-problem") : told?.kind === "look" ? $("#look-problem") : problem;
  for (const one of PROBLEMS) tellJob(one, one === place ? told : null);
  if (!error) mark(null);
  if (!broken || looksUp === broken.id) return;
  looksUp = broken.id;
  get("/api/tasks").then((found) => showBrought(Object.assign(store, found))); // what can't be opened can be removed
  const line = editor.hidden ? null : broken.line;
  mark(line);
  if (line) goTo(line);
});

function showCards() {
  const cards = store.tasks.map(({ task, title }) => {
    const known = `task_${task}`;
    const about = `task_${task}_about`;
    return h(
      "button",
      { type: "button", class: "card", "aria-pressed": "false", data: { task }, on: { click: (event) => pick(task, event.currentTarget) } },
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
  if (store.given) open(store.given);
}

function pick(task, card) {
  note.hidden = true;
  fold();
  open(task, {}, card);
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

// Uploads

dropzone($(".drop", upload), (files) => bring(files));

async function bring(files) {
  if (!files.length) return;
  if (files.length === 1 && files[0].file.name.endsWith(".py")) {
    fold();
    await edit(files[0].file.name, await files[0].file.text());
    tellNote("is_task_file", { name: files[0].file.name });
    return;
  }
  const told = $(".uploading", upload);
  await begin($(".problem", upload), async () => {
    const renamed = [];
    const { key } = await post("/api/uploads");
    for (const [place, { path, file }] of files.entries()) {
      put(told, "uploading", () => ({ done: number(place), total: number(files.length) }));
      const kept = await send(`/api/uploads/${key}?path=${encodeURIComponent(path)}`, file);
      if (kept.path !== path.normalize("NFC")) renamed.push([path, kept.path]);
    }
    const { task } = await post(`/api/uploads/${key}`);
    const [given] = files[0].path.split("/");
    if (!renamed.length && given.replace(/\.zip$/i, "").normalize("NFC") !== nameOf(task)) renamed.push([given, nameOf(task)]);
    await post("/api/open", { task });
    fold();
    if (renamed.length) {
      tellNote(renamed.length > 1 ? "renamed_many" : "renamed", { before: renamed[0][0], after: renamed[0][1], more: renamed.length - 1 });
    }
  });
  delete told.dataset.say;
  told.textContent = "";
}

// What a user should know of what was brought, until another task is chosen.
// Their words: is_task_file, renamed, renamed_many.
function tellNote(key, values) {
  put(note, key, values);
  note.hidden = false;
}

function showBrought() {
  const brought = $("#brought");
  const items = store.own.map((task) => {
    const name = nameOf(task);
    const values = { name };
    return h("li", {},
      h("button", { type: "button", class: "quiet name", title: name, on: { click: () => open(task, {}, brought) } }, name),
      h("button", { type: "button", class: "quiet remove", data: { sayLabel: "remove" }, values, on: { click: () => remove(task) } }, "×"));
  });
  brought.hidden = !items.length;
  $("ul", brought).replaceChildren(...items);
}

async function remove(task) {
  // Their words: remove_really.
  if (!confirm(say("remove_really", { name: nameOf(task) }))) return;
  $("#brought").after(problem);
  await begin(problem, async () => Object.assign(store, await post("/api/remove", { task })));
  showBrought();
}
