// @ts-check
// Tasks as the room Data shows them, files that are brought, and what is seen of the data.

import { baseName } from "./text.js";

const TASK_FILE = ".py";
const LISTS = ["drop", "facts"]; // options that take several columns
const SWITCHES = ["header", "regression"]; // options that say yes, no or nothing
const CARD = { classes: 10, images: 12 }; // at most

/** @type {(task: string, tasks: Snapshot["tasks"]) => boolean} */
export const isBuiltIn = (task, tasks) => tasks.some((one) => one.task === task);

/** Tell whether a task can be changed as a file.
 * @type {(task: string, tasks: Snapshot["tasks"]) => boolean} */
export const isEditable = (task, tasks) => isBuiltIn(task, tasks) || task.endsWith(TASK_FILE);

/** @param {string} task */
export const editedName = (task) =>
  task.endsWith(TASK_FILE) ? baseName(task) : `my_${task}${TASK_FILE}`;

/** @param {LocalFile[]} files */
export const isTaskFile = (files) => files.length === 1 && files[0].file.name.endsWith(TASK_FILE);

/** Choose the examples on a task's card. @param {ClassExamples[]} classes */
export function cardExamples(classes) {
  const few = classes.slice(0, CARD.classes);
  const images = Boolean(few[0].examples[0]?.pixels);
  const each = images ? Math.max(1, Math.floor(CARD.images / few.length)) : 1;
  const examples = few.flatMap(({ name, examples: all }, place) =>
    all.slice(0, each).map((example) => ({ name, place, example })));
  return { images, five: few.length * each === 10, examples };
}

/** List the settings: what they are by default, what their fields hold. @param {TaskInfo} info */
export const settingFields = ({ order, settings }) =>
  Object.entries(settings).map(([name, written]) => {
    const usual = written.replace(/^'(.*)'$/, "$1");
    return { name, usual, value: order.settings[name] ?? usual };
  });

/** List the options for reading the user's own data.
 * @type {(info: TaskInfo) =>
 *   {name: string, value: string, choices: string[] | null, hint: Message | null}[]} */
export const optionFields = ({ order, reader }) =>
  (reader?.options ?? []).map((name) => {
    const hint = reader?.form === "table" ? "group_column" : "group_pattern";
    const value = [order.options[name] ?? []].flat().join(", ");
    const choices = SWITCHES.includes(name) ? ["", "true", "false"] : null;
    return { name, value, choices, hint: name === "group" ? hint : null };
  });

/** Make the order to open a task again with what was typed; defaults are left out.
 * @type {(info: TaskInfo, typed: {settings: Typed, options: Typed}) => Opening} */
export function reopening(info, typed) {
  const { settings, task } = info.order;
  const changed = settingFields(info)
    .map(({ name, usual }) => ({ name, usual, value: typed.settings[name].trim() }))
    .filter(({ name, usual, value }) => value !== usual || name in settings);
  /** @type {(entry: [string, string]) => [string, string | string[] | boolean][]} */
  const said = ([name, value]) => {
    const names = value.split(",").map((part) => part.trim());
    if (value && SWITCHES.includes(name)) return [[name, value === "true"]];
    return value.trim() ? [[name, LISTS.includes(name) ? names : value.trim()]] : [];
  };
  const options = Object.entries(typed.options).flatMap(said);
  return {
    task,
    settings: Object.fromEntries(changed.map(({ name, value }) => [name, value])),
    options: Object.fromEntries(options),
  };
}

/** Say which paths were changed as files were brought, and became a task.
 * @type {(paths: {sent: string, stored: string}[], task: string) => Message | null} */
export function renamedText(paths, task) {
  const renamed = paths.filter(({ sent, stored }) => stored !== sent.normalize("NFC"));
  const [top] = paths[0].sent.split("/");
  const stored = baseName(task);
  if (!renamed.length && top.replace(/\.zip$/i, "").normalize("NFC") !== stored) {
    renamed.push({ sent: top, stored });
  }
  if (!renamed.length) return null;
  const values = { before: renamed[0].sent, after: renamed[0].stored, more: renamed.length - 1 };
  return { key: renamed.length > 1 ? "renamed_many" : "renamed", values };
}

/** Say what data was looked at. @type {(look: Look) => Message} */
export function lookText({ classes, shape, target, test, train }) {
  const values = { classes: classes.length, target: target ?? "", train, test };
  const key = classes.length ? "look_classes" : "look_value";
  return { key, values: { ...values, shape: shape.join(" × ") } };
}

/** Say what was understood of a table. @type {(columns: Columns) => Message} */
export function columnsText({ numbers, texts }) {
  const names = Object.entries(texts).map(([name, count]) => `${name} (${count})`);
  const values = { numbers: numbers.join(", ") || "–", texts: names.join(", ") || "–" };
  return { key: "columns", values };
}
