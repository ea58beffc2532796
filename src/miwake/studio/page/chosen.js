// The task that is open: what it is, a few examples, its settings and how it is read.

import { $, h } from "./dom.js";
import { follow, picture } from "./draw.js";
import { open } from "./open.js";
import { store } from "./store.js";

const chosen = $("#chosen");

// edit: what changes a task file.
export function showChosen(info, edit) {
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
  const settings = Object.entries(info.settings).map(([name, value]) => {
    const usual = value.replace(/^'(.*)'$/, "$1");
    return h("label", { class: "field" }, h("code", {}, name), h("input", {
      value: order.settings[name] ?? usual, spellcheck: "false", autocomplete: "off", data: { setting: name, usual } }));
  });
  const options = info.reader ? optionsOf(order, info.reader) : [];
  const form = h(
    "form",
    { class: "settings", on: { submit: (event) => event.preventDefault(), change: () => reopen(form, order) } },
    settings.length ? h("h4", { say: "field_set" }) : null,
    settings.length ? h("div", { class: "fields" }, ...settings) : null,
    options.length ? h("h4", { say: "how_read" }) : null,
    options.length ? h("div", { class: "fields" }, ...options) : null,
  );
  return settings.length || options.length ? form : null;
}

function optionsOf({ options }, reader) {
  // Their words: field_label, field_drop, field_facts, field_group.
  return reader.options.map((name) => {
    const group = name === "group"; // alone needs more than its name
    const input = h("input", { value: [options[name] ?? []].flat().join(", "), spellcheck: "false", autocomplete: "off",
      "aria-describedby": group ? "group-hint" : null, data: { option: name } });
    const field = h("label", { class: "field" }, h("span", { say: `field_${name}` }), input);
    // Their words: group_column, group_pattern.
    const hint = group && h("p", { id: "group-hint", class: "hint", say: reader.form === "table" ? "group_column" : "group_pattern" });
    return group ? h("div", { class: "hinted" }, field, hint) : field;
  });
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
  open(order.task, { settings, options }, chosen);
}
