// @ts-check
// Pictures that were dropped without a folder: which class are they? And drops beside all zones.

import { takeDrops } from "../views/drop_zone.js";
import { element, field, query, say } from "../views/element.js";
import { attempt } from "../views/problem.js";

/** What falls beside a zone is no reason to leave the page. @type {Mount} */
export function mountDrops(main, { emit }) {
  takeDrops(main, (files) => emit("dropped", files));
}

/** @type {Mount<HTMLDialogElement>} */
export function mountLoose(dialog, { actions, data, on }) {
  /** @type {HTMLFormElement} */
  const form = query(dialog, "form");
  const name = field(form, "class");
  /** @type {LocalFile[]} */
  let files = [];

  on("loose", (/** @type {LocalFile[]} */ loose) => {
    files = loose;
    say(query(form, ".what"), { key: "loose_what", values: { count: files.length } });
    const classes = (data.project?.classes ?? []).map((one) => one.name);
    query(form, "datalist").replaceChildren(...classes.map((value) => element("option", { value })));
    name.value = "";
    if (!dialog.open) dialog.showModal();
    name.focus();
  });
  query(form, ".cancel").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt("loose", async () => {
      await actions.addLoose(name.value.trim(), files);
      dialog.close();
    });
  });
}
