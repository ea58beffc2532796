// @ts-check
// The room Train: what is to be trained, the buttons to start and to stop, and how far it is.

import { followsLook, formValues, limitsText, orderOf, shownOrder } from "../core/form.js";
import { canStart, isTraining, shareDone, statusText } from "../core/progress.js";
import { element, field, query, say } from "../views/element.js";
import { attempt } from "../views/problem.js";

/** @type {Mount<HTMLFormElement>} */
export function mountTrainingForm(form, { actions, data, i18n, on }) {
  const numbers = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input"));

  /** @param {TaskInfo} info @param {Order} order */
  function fill(info, order) {
    const names = info.networks.map((value) => element("option", { value }, value));
    field(form, "network").replaceChildren(...names);
    const values = formValues(info, order, data.looked);
    for (const [name, value] of Object.entries(values)) field(form, name).value = value;
    for (const name of ["train", "test"]) {
      const input = field(form, name);
      if (!info.counts) say(input, "all_there_are", "sayPlaceholder");
      else for (const one of ["data-say-placeholder", "placeholder"]) input.removeAttribute(one);
    }
    checkLimits();
  }

  // What a number may be is said by the page, not in whatever language the browser speaks.
  function checkLimits() {
    for (const input of numbers) {
      input.setCustomValidity("");
      if (!input.validity.valid) input.setCustomValidity(i18n.translate(limitsText(input)));
    }
  }

  on("task", () => data.info && fill(data.info, shownOrder(data.info, data.state)));
  on("look", () => {
    if (data.looked && followsLook(data)) field(form, "epochs").value = `${data.looked.epochs ?? ""}`;
  });
  on("order", (/** @type {Order} */ order) => {
    if (data.info?.order.task === order.task) fill(data.info, order);
  });
  on("state", () => {
    const { info } = data;
    const what = info ? { key: "will_train", values: { task: info.name } } : "choose_first";
    say(query(form, ".what"), what);
  });
  on("start", () => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    form.closest("section")?.scrollIntoView({ behavior: still ? "auto" : "smooth" });
  });
  i18n.onLanguage(checkLimits);
  form.addEventListener("input", checkLimits);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { info } = data;
    const typed = /** @type {Typed} */ (Object.fromEntries(new FormData(form)));
    if (info) attempt("train", () => actions.train(orderOf(info, typed)));
  });
  // What is wrong is seen, also where its field was folded away.
  form.addEventListener("invalid", ({ target }) =>
    /** @type {Element} */ (target).closest("details")?.toggleAttribute("open", true), true);
}

/** The buttons and the status, in the form and in the bar. @type {Mount} */
export function mountControls(root, { actions, data, on }) {
  /** @type {HTMLButtonElement} */
  const start = query(root, ".start");
  const stop = query(root, ".stop");
  const show = () => {
    const { job } = data.state;
    start.hidden = isTraining(job);
    start.disabled = !canStart(data);
    stop.hidden = !job;
    say(query(root, ".status"), statusText(data));
  };
  for (const noun of /** @type {const} */ (["task", "state", "run"])) on(noun, show);
  stop.addEventListener("click", (event) => {
    if (event.detail > 1) return; // of a double click on Start, in whose place it is now
    attempt("train", actions.stop);
  });
}

/** The bar, which is there when the form's own button is out of sight. @type {Mount} */
export function mountBar(bar, { data, on }) {
  const title = document.title;
  const lines = [query(document, "#progress"), query(bar, ".progress")];
  const show = () => {
    const { details, info, state } = data;
    const { job } = state;
    const share = shareDone(state);
    bar.hidden = !info && !job;
    bar.classList.toggle("busy", Boolean(job));
    query(bar, ".totry").hidden = Boolean(job) || !details;
    document.title = isTraining(job) ? `● ${title}` : title;
    lines[0].hidden = !job;
    for (const line of lines) {
      line.classList.toggle("waiting", Boolean(job) && !share);
      line.classList.toggle("still", !job);
      query(line, "i").style.width = `${100 * share}%`;
    }
  };
  on("state", show);
  on("run", show);
  new IntersectionObserver(([{ isIntersecting }]) =>
    bar.classList.toggle("away", isIntersecting)).observe(query(document, "#order .row"));
}
