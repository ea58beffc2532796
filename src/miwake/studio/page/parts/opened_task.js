// @ts-check
// The room Data: the task that is open, a few examples, its settings and how it is read.

import { projectOf } from "../core/capture.js";
import { isBuiltIn, isEditable, optionFields, reopening, settingFields } from "../core/data.js";
import { button, element, present } from "../views/element.js";
import { picture } from "../views/picture.js";
import { attempt } from "../views/problem.js";

const PLAIN = { spellcheck: "false", autocomplete: "off" };
const STRIP = 4; // images of a class

/** @type {Mount} */
export function mountOpenedTask(root, { actions, data, emit, on, update }) {
  /** @param {string} name */
  const change = (name) => attempt("data", async () => {
    await actions.openProject(name);
    update({ panel: "capture" }, "panel");
  }, root);

  on("task", () => {
    const { info, tasks } = data;
    root.hidden = !info;
    if (!info) return;
    const before = root.contains(document.activeElement) && placeOf(document.activeElement);
    const { description, examples, order: { task }, title } = info;
    const own = !isBuiltIn(task, tasks);
    /** @param {HTMLFormElement} form */
    const reopen = (form) =>
      attempt("data", () => actions.open(reopening(info, typedIn(form))), root);
    const project = projectOf(data);
    const pictures = project !== null &&
      button({ say: "change_pictures" }, () => change(project));
    const edit = button({ say: "edit" }, () => emit("draft", { task }));
    root.replaceChildren(...present([
      own ? element("h3", {}, title) : element("h3", { say: `task_${task}` }),
      own
        ? description && element("p", { class: "description" }, description)
        : element("p", { say: `task_${task}_about` }),
      examples.length && element("div", { class: "classes" }, ...examples.map(classFigure)),
      settingsForm(info, reopen),
      isEditable(task, tasks) && element("div", { class: "row" }, edit),
      pictures && element("div", { class: "row" }, pictures),
    ]));
    if (before) /** @type {HTMLElement | null} */ (root.querySelector(before))?.focus(); // on its field, though that is a new one
  });
}

/** The selector of a field of the settings. @param {Element | null} input */
function placeOf(input) {
  const [name, value] = Object.entries(input instanceof HTMLElement ? input.dataset : {})[0] ?? [];
  return name && value && `[data-${name}="${CSS.escape(value)}"]`;
}

/** @param {ClassExamples} examples @param {number} place */
function classFigure({ examples, name }, place) {
  const images = Boolean(examples[0].pixels);
  const strip = examples.slice(0, images ? STRIP : 1);
  return element("figure", {},
    element("div", { class: images ? "strip" : "strip wide" },
      ...strip.map((example) => picture(example, place, name))),
    element("figcaption", {}, name));
}

/** @param {TaskInfo} info @param {(form: HTMLFormElement) => void} onChange */
function settingsForm(info, onChange) {
  const settings = settingFields(info).map(({ name, value }) =>
    element("label", { class: "field" }, element("code", {}, name),
      element("input", { value, data: { setting: name }, ...PLAIN })));
  const options = optionFields(info).map(optionField);
  const on = {
    change: () => onChange(form),
    submit: (/** @type {Event} */ event) => event.preventDefault(),
  };
  const form = element("form", { class: "settings", on },
    settings.length && element("h4", { say: "field_set" }),
    settings.length && element("div", { class: "fields" }, ...settings),
    options.length && element("h4", { say: "how_read" }),
    options.length && element("div", { class: "fields" }, ...options));
  return form.childElementCount > 0 && form;
}

/** @param {ReturnType<typeof optionFields>[0]} field */
function optionField({ choices, hint, name, value }) {
  const id = hint && `${name}-hint`;
  // Keys: group_column, group_pattern. And field_NAME of each option of a reader.
  // Keys: header_true, header_false, regression_true, regression_false.
  const input = choices
    ? element("select", { data: { option: name } }, ...choices.map((choice) =>
      element("option", { value: choice, selected: choice === value,
        say: choice ? `${name}_${choice}` : "as_it_looks" })))
    : element("input", { value, "aria-describedby": id, data: { option: name }, ...PLAIN });
  const label = element("label", { class: "field" }, element("span", { say: `field_${name}` }), input);
  if (!hint) return label;
  return element("div", { class: "hinted" }, label, element("p", { id, class: "hint", say: hint }));
}

/** @param {HTMLFormElement} form */
function typedIn(form) {
  const inputs = [
    ...form.querySelectorAll("input"), ...form.querySelectorAll("select"),
  ];
  /** @param {"setting" | "option"} kind */
  const valuesOf = (kind) => Object.fromEntries(inputs.flatMap(({ dataset, value }) =>
    dataset[kind] ? [[dataset[kind], value]] : []));
  return { settings: valuesOf("setting"), options: valuesOf("option") };
}
