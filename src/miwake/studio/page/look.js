// The room Look: the pictures and the tables of a look.

import { $, h, post } from "./dom.js";
import { begin, on, store } from "./store.js";
import { language, number, onLanguage, put } from "./words.js";

const SIGNS = { bad: "✗", warning: "!", note: "·", good: "✓" };
const STAGES = {
  start: "stage_start", open: "stage_open", data: "stage_data", look: "stage_look", draw: "stage_look",
  prepare: "stage_prepare", train: "stage_train", judge: "stage_judge", report: "stage_report",
};

export function stage(element, job) {
  if (job.stopping) return put(element, "stopping");
  if (job.stage === "data" && job.total) {
    const share = () => ({ done: number(job.done), total: number(job.total) });
    return put(element, "stage_making", share);
  }
  return put(element, STAGES[job.stage]);
}

on("state", ({ job }) => {
  const looking = job?.kind === "open" || job?.kind === "look";
  $("#looking").hidden = !looking;
  $("#seen").classList.toggle("waiting", looking);
  $("#seen").setAttribute("aria-busy", String(looking));
  if (looking) stage($("#looking"), job);
  if (!job && store.info && !store.looked) showUnseen();
});

// A look that was stopped, or made way for a training, can be had later.
function showUnseen() {
  if ($("#seen .look-now")) return;
  const look = () => begin($("#look-problem"), () => post("/api/look", store.info.order));
  $("#seen").replaceChildren(h("button", { type: "button", class: "look-now", say: "look_now", on: { click: look } }));
}

on("looked", (found) => {
  if (!found) {
    $("#seen").replaceChildren(h("p", { class: "empty", say: "look_empty" }));
    return;
  }
  const long = found.classes.length > 4; // the table is as long as the figure then
  $("#seen").replaceChildren(
    h("p", { class: "what", say: found.classes.length ? "look_classes" : "look_value", values: () => ({
      classes: number(found.classes.length), train: number(found.train), test: number(found.test),
      shape: found.shape.join(" × "), target: found.target }) }),
    ...(found.columns ? [understood(found.columns)] : []),
    h("ul", { class: "findings" }, ...found.warnings.map(finding)),
    h("div", { class: "beside" },
      h("div", {}, h("figure", {}, figure(found), h("figcaption", { say: "examples" })), long ? h("div", { class: "under" }, views(found)) : null),
      h("div", {}, statistics(found), long ? null : views(found))),
  );
});

onLanguage(() => {
  const image = $("#seen img");
  if (image && store.looked) image.src = source(store.looked);
});

export function finding({ status, text }) {
  return h("li", { class: status }, h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[status]),
    h("span", {}, h("span", { class: "hidden", say: `status_${status}` }), h("span", { pair: text })));
}

// An image that needs no other file; as an image it can do nothing but be seen.
const source = (found) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(found.figure[language()])}`;

function figure(found) {
  return h("img", { src: source(found), class: "figure", data: { sayAlt: "examples" }, alt: "" });
}

function understood({ numbers, texts }) {
  const names = Object.entries(texts).map(([name, count]) => `${name} (${count})`);
  return h("p", { class: "faint", say: "columns", values: { numbers: numbers.join(", ") || "–", texts: names.join(", ") || "–" } });
}

function statistics(found) {
  const heads = ["class", "count_train", "count_test", "mean", "variance", "range"];
  const rows = Object.entries(found.statistics).map(([name, one]) => {
    const shown = (value) => (value === null ? "–" : Number(value.toPrecision(4)).toString());
    return h("tr", {}, h("th", { scope: "row" }, found.classes.length ? name : (found.target ?? name)),
      ...[number(one.n), number(one.n_test), shown(one.mean), shown(one.variance), `${shown(one.min)} … ${shown(one.max)}`]
        .map((text) => h("td", { class: "number" }, text)));
  });
  // Their words: class, count_train, count_test, mean, variance, range.
  return h("div", { class: "scroll", tabindex: "0", role: "region", data: { sayLabel: "statistics" } },
    h("table", {}, h("caption", { say: "statistics" }),
      h("thead", {}, h("tr", {}, ...heads.map((head, place) => h("th", { scope: "col", say: head, class: place ? "number" : null })))), h("tbody", {}, ...rows)));
}

function views(found) {
  if (!found.views.length) return null;
  const rows = found.views.slice(0, 12).map((view) => {
    const score = view.accuracy ?? view.r2;
    const bar = h("span", { class: "fill" });
    bar.style.width = `${100 * Math.max(0, Math.min(1, score))}%`;
    const line = h("span", { class: "meter" }, bar);
    if (found.classes.length) {
      const chance = h("span", { class: "chance" });
      chance.style.left = `${100 * found.chance}%`;
      line.append(chance);
    }
    return h("li", {}, h("span", { pair: view.name }), line, h("span", { class: "number" }, score.toFixed(3)));
  });
  const about = found.classes.length ? "views_about" : "views_value";
  return h("div", { class: "views" }, h("h3", { say: "views" }),
    h("p", { class: "faint", say: about, values: () => ({ chance: number(found.chance, 3) }) }), h("ol", {}, ...rows));
}
