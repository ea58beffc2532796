// The result of a run: its score, what it is worth, and what comes next.

import { $, h } from "./dom.js";
import { finding } from "./look.js";
import { store } from "./store.js";
import { number, percent } from "./words.js";

// go: what the buttons do, {next, resume}.
export function showResult(found, go) {
  const share = found.classes.length > 0;
  const value = share ? found.test_accuracy : found.test_r2;
  const low = share ? found.low : found.test_r2_low;
  const high = share ? found.high : found.test_r2_high;
  const range = { low: digits(low), high: digits(high), chance: digits(found.chance) };
  const stopped = stoppedAfter(found);
  const score = h("div", { class: "score" },
    h("p", { class: "faint", say: share ? "test_accuracy" : "test_r2" }),
    h("p", { class: "figure" }, share ? percent(value) : digits(value)),
    h("p", { class: "faint", say: share ? "interval_chance" : "interval", values: range }),
    found.repeats ? h("p", { class: "faint", say: "repeats_are", values: spread(found.repeats) }) : null,
    stopped && h("p", { class: "note", ...stopped }),
    share ? perClass(found.results.per_class) : null);
  const grave = found.verdict.filter(({ status }) => status !== "good");
  const good = found.verdict.filter(({ status }) => status === "good");
  const verdict = h("div", { class: "verdict" },
    h("h4", { say: found.verdict.length ? "verdict" : "no_verdict" }),
    h("ul", { class: "findings" }, ...grave.map(finding)),
    good.length
      ? h("details", { open: grave.length === 0 }, h("summary", { say: "is_well", values: { count: good.length } }),
          h("ul", { class: "findings" }, ...good.map(finding)))
      : null,
    nextStep(found, go.next), resumeButton(found, go.resume));
  $("#result").replaceChildren(
    h("h3", { class: "of" }, h("span", { class: "run" }, found.run), titleOf(found)),
    h("div", { class: "result" }, score, verdict));
}

// What a run was trained on, in the page's words where they are known; nothing where its name says it.
function titleOf(found) {
  if (found.run.replace(/-\d+$/, "") === found.title) return "";
  const builtIn = store.tasks.some(({ task }) => task === found.order.task);
  return builtIn ? h("span", { say: `task_${found.order.task}` }) : h("span", {}, found.title);
}

// How far a run had come that was stopped; nothing for one that was not.
export function stoppedAfter(found) {
  const repeats = found.epochs === found.epochs_asked;
  const [done, total] = repeats ? [found.repeated, found.repeats_asked] : [found.epochs, found.epochs_asked];
  // Their words: stopped_after, stopped_after_repeats.
  return done < total ? { say: repeats ? "stopped_after_repeats" : "stopped_after", values: () => ({ done: number(done), total: number(total) }) } : null;
}

const spread = ({ n, mean, sd, min, max }) =>
  ({ n, mean: mean.toFixed(4), sd: sd.toFixed(4), low: min.toFixed(4), high: max.toFixed(4) });

export const scoreOf = (found) => (found.classes.length ? percent(found.test_accuracy ?? 0) : `R² ${digits(found.test_r2)}`);

const digits = (value) => (value === undefined || value === null ? "–" : value.toFixed(3));

function perClass(classes) {
  const rows = Object.entries(classes).map(([name, { accuracy }]) => {
    const fill = h("span", { class: "fill" });
    fill.style.width = `${100 * (accuracy ?? 0)}%`;
    return h("li", {}, h("span", {}, name), h("span", { class: "meter" }, fill),
      h("span", { class: "number" }, accuracy === null ? "–" : accuracy.toFixed(2)));
  });
  return h("ol", { class: "per-class" }, ...rows);
}

// The next step as a button: it fills in the form and starts.
function nextStep(found, go) {
  if (!found.next) return null;
  const step = found.next_order;
  const doable = step && found.allowed;
  const button = doable && h("button", { type: "button", class: "primary next", say: step.verb === "look" ? "do_look" : "do_next",
    on: { click: () => go(step) } });
  return h("div", { class: "step" }, h("p", { say: "next" }), h("code", {}, found.next), button || null);
}

function resumeButton(found, go) {
  if (!found.resumable || found.busy) return null;
  return h("button", { type: "button", say: "go_on", on: { click: () => go(found.run) } });
}
