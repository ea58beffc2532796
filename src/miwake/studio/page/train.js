// The room Train: what to train, the training while it runs, its verdict, and earlier runs.

import { drawCharts, warmChart } from "./chart.js";
import { $, get, h, post, tell } from "./dom.js";
import { finding, stage } from "./look.js";
import { on, poll, store } from "./store.js";
import { language, number, percent, put, putLabel, putPair } from "./words.js";

const form = $("#order");
const bar = $("#bar");
const NUMBERS = ["epochs", "train", "test", "seed", "batch_size", "repeats"];
const compared = new Set();
const choosers = [];
const details = new Map(); // a run's details by its name and the state it was read in
let chosen = null; // the run that is shown
let followed = 0; // the training whose end was shown
let drawn = "";
let charted = null; // what the charts show first, and of how many epochs

export const onRun = (listener) => choosers.push(listener);

// The form

on("opened", (info) => {
  const { training, job } = store.state;
  const running = job?.kind === "train" && training?.order?.task === info?.order.task;
  if (info) fillForm(info, running ? training.order : info.order);
  showReady();
});

function fillForm(info, order) {
  const { network, epochs, train, test } = form.elements;
  network.replaceChildren(...info.networks.map((name) => h("option", { value: name }, name)));
  network.value = order.network ?? info.network;
  epochs.value = order.epochs ?? store.looked?.epochs ?? info.epochs;
  train.value = order.train ?? (info.counts ? info.train : "");
  test.value = order.test ?? (info.counts ? info.test : "");
  for (const input of [train, test]) {
    if (info.counts) input.removeAttribute("placeholder");
    else putLabel(input, "all_there_are", {}, "sayPlaceholder");
  }
  form.elements.seed.value = order.seed;
  form.elements.batch_size.value = order.batch_size;
  form.elements.repeats.value = order.repeats;
}

on("looked", (found) => {
  const own = found && store.info?.own && !store.info.order.epochs;
  if (own) form.elements.epochs.value = found.epochs;
});

function asked() {
  const { info } = store;
  const order = { task: info.order.task, settings: info.order.settings, options: info.order.options };
  for (const name of NUMBERS) {
    const text = form.elements[name].value;
    if (text !== "") order[name] = Number(text);
  }
  // What is the task's own is not asked for, so that a run says what was changed.
  if (info.counts && order.train === info.train) delete order.train;
  if (info.counts && order.test === info.test) delete order.test;
  order.network = form.elements.network.value;
  return order;
}

export async function start(order) {
  warmChart();
  const before = chosen && details.get(chosen);
  if (before && before.task === store.info?.name) compared.add(chosen); // the run before stays in the chart
  await tell($("#train-problem"), async () => {
    await post("/api/train", { ...order, lang: language() });
    await poll();
    toTraining();
  });
}

function toTraining() {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  $("#train").scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (store.info) start(asked());
});
// What is wrong is seen, also where its field was folded away.
form.addEventListener("invalid", (event) => event.target.closest("details")?.setAttribute("open", ""), true);
$(".start", bar).addEventListener("click", () => form.reportValidity() && start(asked()));
for (const button of [$(".stop", form), $(".stop", bar)]) {
  button.addEventListener("click", () => tell($("#train-problem"), async () => {
    await post("/api/stop");
    await poll();
  }));
}

// What is being done

on("state", (state) => {
  const { job, training, error } = state;
  const working = job?.kind === "train" || job?.kind === "resume";
  for (const place of [form, bar]) {
    $(".start", place).hidden = Boolean(working);
    $(".stop", place).hidden = !job;
    const told = $(".status", place);
    if (job) progress(told, job, training);
    else idle(told);
  }
  $(".totry", bar).hidden = Boolean(job) || !chosen;
  showProgress(job, training);
  showReady();
  const problem = error && (error.kind === "train" || error.kind === "resume");
  $("#train-problem").hidden = !problem;
  if (problem) putPair($("#train-problem"), error.text);
  if (training) showTraining(training, working);
});

function idle(told) {
  const { info, state } = store;
  if (state.training?.ended === "stopped" && followed === state.training.id) put(told, "was_stopped");
  else if (info && details.get(chosen)?.task === info.name) put(told, "is_trained", { run: chosen, score: scoreOf(details.get(chosen)) });
  else if (info) put(told, "ready", { task: info.name });
  else put(told, "choose_first");
}

function progress(told, job, training) {
  const epochs = training?.id === job.id ? finished(training) : 0;
  if (job.stage !== "train" || !epochs || job.stopping) return void stage(told, job);
  const left = (training.epochs - epochs) * Math.min(...training.seconds.slice(-3));
  put(told, "epoch_of", () => ({ done: number(epochs), total: number(training.epochs), left: time(left) }));
}

// Of many epochs the state holds some, and always the last.
const finished = (training) => training.history.at(-1)?.epoch ?? 0;

function time(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  return minutes ? `${minutes}:${String(rest).padStart(2, "0")}` : `${seconds < 10 ? seconds.toFixed(1) : rest} s`;
}

function showProgress(job, training) {
  const epochs = training && job && training.id === job.id ? finished(training) : 0;
  const share = !job ? 0 : epochs ? epochs / training.epochs : job.total ? job.done / job.total : 0;
  for (const place of [$("#progress"), $(".progress", bar)]) {
    place.classList.toggle("waiting", Boolean(job) && !share);
    place.classList.toggle("still", !job);
    $("i", place).style.width = `${100 * share}%`;
  }
  $("#progress").hidden = !job;
}

function showReady() {
  const { info, state } = store;
  const working = state.job && (state.job.kind === "train" || state.job.kind === "resume");
  for (const button of document.querySelectorAll("#order .start, #bar .start")) button.disabled = !info;
  bar.hidden = !info && !state.job;
  bar.classList.toggle("busy", Boolean(state.job));
  const what = $(".what", form);
  if (info) put(what, "will_train", { task: info.name });
  else put(what, "choose_first");
  document.title = working ? "● miwake 見分け" : "miwake 見分け";
}

function showTraining(training, working) {
  const mark = `${training.id}-${finished(training)}-${training.ended}`;
  if (working && mark !== drawn) {
    drawn = mark;
    $("#result").replaceChildren();
    const value = Boolean(store.info?.target);
    chart({ name: training.folder ?? "", history: training.history, value }, training.epochs);
  }
  if (!working && training.ended && followed !== training.id) {
    followed = training.id;
    if (training.run) choose(training.run);
  }
}

// A run, chosen or just trained

on("runs", () => {
  showRuns();
  if (chosen && !store.runs.some(({ run }) => run === chosen)) chosen = null;
  const { job, training } = store.state;
  if (!chosen && !job && !training) {
    const last = store.runs.find(({ unfinished }) => !unfinished);
    if (last) choose(last.run);
  }
});

export async function choose(name) {
  chosen = name;
  showRuns();
  await tell($("#train-problem"), async () => {
    const found = await get(`/api/runs/${encodeURIComponent(name)}`);
    if (chosen !== name) return;
    details.set(name, found);
    showResult(found);
    chart({ name, history: found.history }, found.epochs_asked);
    if (!store.state.job) for (const place of [form, bar]) idle($(".status", place));
    $(".totry", bar).hidden = Boolean(store.state.job);
    for (const listener of choosers) listener(found);
  });
}

function chart(first, epochs) {
  charted = { first, epochs };
  const others = store.runs.filter(({ run }) => compared.has(run) && run !== first.name);
  const beside = others.map(({ run, history }) => ({ name: run, history }));
  drawCharts([first, ...beside], epochs);
}

function showResult(found) {
  const share = found.classes.length > 0;
  const value = share ? found.test_accuracy : found.test_r2;
  const low = share ? found.low : found.test_r2_low;
  const high = share ? found.high : found.test_r2_high;
  const range = { low: digits(low), high: digits(high), chance: digits(found.chance) };
  const score = h("div", { class: "score" },
    h("p", { class: "faint", say: share ? "test_accuracy" : "test_r2" }),
    h("p", { class: "figure" }, share ? percent(value) : digits(value)),
    h("p", { class: "faint", say: share ? "interval_chance" : "interval", values: range }),
    found.repeats ? h("p", { class: "faint", say: "repeats_are", values: spread(found.repeats) }) : null,
    found.epochs < found.epochs_asked
      ? h("p", { class: "note", say: "stopped_after", values: { done: found.epochs, total: found.epochs_asked } }) : null,
    share ? perClass(found.results.per_class) : null);
  const grave = found.verdict.filter(({ status }) => status !== "good");
  const good = found.verdict.filter(({ status }) => status === "good");
  const verdict = h("div", { class: "verdict" },
    h("h3", { say: found.verdict.length ? "verdict" : "no_verdict" }),
    h("ul", { class: "findings" }, ...grave.map(finding)),
    good.length
      ? h("details", { open: grave.length === 0 }, h("summary", { say: "is_well", values: { count: good.length } }),
          h("ul", { class: "findings" }, ...good.map(finding)))
      : null,
    nextStep(found), resumeButton(found));
  $("#result").replaceChildren(
    h("div", { class: "result" }, score, verdict));
}

const spread = ({ n, mean, sd, min, max }) =>
  ({ n, mean: mean.toFixed(4), sd: sd.toFixed(4), low: min.toFixed(4), high: max.toFixed(4) });

const scoreOf = (found) => (found.classes.length ? percent(found.test_accuracy ?? 0) : `R² ${digits(found.test_r2)}`);

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
function nextStep(found) {
  if (!found.next) return null;
  const step = found.next_order;
  const doable = step && found.allowed;
  const button = doable && h("button", { type: "button", class: "primary next", say: step.verb === "look" ? "do_look" : "do_next",
    on: { click: () => follow(step) } });
  return h("div", { class: "step" }, h("p", { say: "next" }), h("code", {}, found.next), button || null);
}

async function follow({ verb, order }) {
  if (verb === "look") {
    await tell($("#train-problem"), () => post("/api/open", order));
    $("#look").scrollIntoView();
    return poll();
  }
  if (store.info?.order.task === order.task) fillForm(store.info, order);
  return start(order);
}

function resumeButton(found) {
  if (!found.resumable) return null;
  return h("button", { type: "button", say: "go_on", on: { click: () => goOn(found.run) } });
}

function goOn(run) {
  warmChart();
  return tell($("#train-problem"), async () => {
    await post("/api/resume", { run, lang: language() });
    await poll();
    toTraining();
  });
}

// Earlier runs

function showRuns() {
  const { runs } = store;
  if (!runs.length) return void $("#runs").replaceChildren();
  // Their words: beside, run, network, score, epochs, train_count.
  const heads = ["beside", "run", "network", "score", "epochs", "train_count"];
  $("#runs").replaceChildren(
    h("h3", { say: "earlier" }),
    h("div", { class: "scroll", tabindex: "0", role: "region", data: { sayLabel: "earlier" } },
      h("table", { class: "runs" },
        h("thead", {}, h("tr", {}, ...heads.map((head, place) => h("th", { scope: "col", say: head, class: place > 2 ? "number" : null })))),
        h("tbody", {}, ...runs.map(row)))));
}

function row(found) {
  const { run, unfinished } = found;
  if (unfinished) {
    const busy = store.state.job && store.state.training?.folder === run;
    const button = h("button", { type: "button", class: "quiet", say: "go_on", on: { click: () => goOn(run) } });
    return h("tr", {}, h("td"), h("th", { scope: "row" }, run),
      h("td", { colspan: "4" }, h("span", { class: "faint", say: busy ? "is_running" : "unfinished" }), busy ? null : button));
  }
  const box = h("input", { type: "checkbox", "aria-label": run, on: { change: (event) => {
    if (event.target.checked) compared.add(run);
    else compared.delete(run);
    if (charted) chart(charted.first, charted.epochs);
  } } });
  box.checked = compared.has(run);
  const name = h("button", { type: "button", class: "quiet", "aria-current": run === chosen ? "true" : false,
    on: { click: () => choose(run) } }, run);
  const score = scoreOf(found);
  return h("tr", { class: run === chosen ? "chosen" : "" }, h("td", {}, box), h("th", { scope: "row" }, name),
    h("td", {}, found.network), h("td", { class: "number" }, score),
    h("td", { class: "number" }, number(found.epochs)), h("td", { class: "number" }, number(found.train)));
}

// The bar is there when the form's own button is out of sight.
new IntersectionObserver(([entry]) => bar.classList.toggle("away", entry.isIntersecting)).observe($(".row", form));
