// @ts-check
// The room Data: built-in tasks as cards, those for the user's own, and what was brought before.

import { get } from "../api.js";
import { cardExamples } from "../core/data.js";
import { baseName } from "../core/text.js";
import { button, element, query } from "../views/element.js";
import { picture } from "../views/picture.js";
import { attempt } from "../views/problem.js";

/** @type {Mount} */
export function mountTaskCards(root, { actions, data, on, update }) {
  const cards = () => /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".card"));
  const own = [...cards()]; // stand in the page
  for (const card of own) card.addEventListener("click", () => toggle(card.dataset.panel));

  /** @param {string} [panel] */
  function toggle(panel) {
    const closed = data.panel !== panel;
    update({ panel: closed ? /** @type {Snapshot["panel"]} */ (panel) : null }, "panel");
  }

  /** @param {string} task @param {HTMLElement} card */
  const open = (task, card) => attempt("data", () => actions.open({ task }), card);

  /** @param {Snapshot["tasks"][0]} task */
  function taskCard({ task, title }) {
    const card = button({ class: "card", "aria-pressed": "false", data: { task } }, () => {
      update({ panel: null, note: null }, "panel");
      open(task, card);
    },
      element("span", { class: "picture", "aria-hidden": "true" }),
      element("span", { class: "title", say: `task_${task}` }),
      element("span", { class: "about faint", say: `task_${task}_about` }),
      element("span", { class: "id", "aria-hidden": "true", title }, task));
    return card;
  }

  on("tasks", async () => {
    if (cards().length > own.length) return; // they are there
    query(root, ".own").before(...data.tasks.map(taskCard));
    if (data.given) open(data.given, root);
    const gallery = await get("/api/gallery");
    for (const card of cards()) {
      const classes = gallery[card.dataset.task ?? ""];
      if (classes?.length) draw(query(card, ".picture"), classes);
    }
  });
  on("task", () => {
    for (const card of cards()) {
      const { task } = card.dataset;
      if (task) card.setAttribute("aria-pressed", String(task === data.info?.order.task));
    }
  });
  on("panel", () => {
    for (const card of own) {
      card.setAttribute("aria-expanded", String(card.dataset.panel === data.panel));
    }
  });
}

/** @param {HTMLElement} root @param {ClassExamples[]} classes */
function draw(root, classes) {
  const { examples, five, images } = cardExamples(classes);
  root.classList.toggle("images", images);
  root.classList.toggle("five", five);
  root.replaceChildren(...examples.map(({ example, name, place }) =>
    picture(example, place, name)));
}

/** @type {Mount} */
export function mountOwnTasks(root, { actions, data, i18n, on }) {
  /** @param {string} task @param {string} name */
  async function remove(task, name) {
    if (!confirm(i18n.translate({ key: "remove_really", values: { name } }))) return;
    await attempt("data", () => actions.remove(task), root);
  }

  /** @param {string} task */
  function item(task) {
    const name = baseName(task);
    const open = () => attempt("data", () => actions.open({ task }), root);
    const label = { key: "remove", values: { name } };
    return element("li", {}, button({ class: "quiet name", title: name }, open, name),
      button({ class: "quiet remove", sayLabel: label }, () => remove(task, name), "×"));
  }

  on("tasks", () => {
    const { own } = data;
    root.hidden = !own.length;
    query(root, "ul").replaceChildren(...own.map(item));
  });
}
