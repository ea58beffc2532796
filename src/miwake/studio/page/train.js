// The room Train: what to train, the training while it runs, its verdict, and earlier runs.

import { clearCharts, drawCharts, warmChart } from "./chart.js";
import { $, get, h, post, tell, tellJob } from "./dom.js";
import { stage } from "./look.js";
import { scoreOf, showResult } from "./result.js";
import { begin, on, poll, stopped, store, trains } from "./store.js";
import { language, number, onLanguage, put, putLabel, putPair, say } from "./words.js";

const form = $("#order");
const bar = $("#bar");
const NUMBERS = ["epochs", "train", "test", "seed", "batch_size", "repeats"];
const compared = new Set();
const choosers = [];
const details = new Map(); // a run's details by its name and the state it was read in
let chosen = null; // the run that is shown
let followed = 0; // the training whose end was shown
let drawn = "";
let starting = false;
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
  checkLimits();
}

// What a number may be is said by the page, not in whatever language the browser speaks.
function checkLimits() {
  for (const name of NUMBERS) {
    const input = form.elements[name];
    input.setCustomValidity("");
    const limits = { least: number(Number(input.min)), most: number(Number(input.max)) };
    // Their words: limits.
    if (!input.validity.valid) input.setCustomValidity(say("limits", limits));
  }
}
form.addEventListener("input", checkLimits);
onLanguage(checkLimits);

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
  const before = chosen && details.get(chosen);
  if (before && before.task === store.info?.name) compared.add(chosen); // the run before stays in the chart
  await beginTraining("/api/train", order);
}

// A second click while the first is under way asks for nothing.
async function beginTraining(path, asked) {
  if (starting) return;
  starting = true;
  warmChart();
  try {
    const begun = await begin($("#train-problem"), () => post(path, { ...asked, lang: language() }));
    if (begun) toTraining();
  } finally {
    starting = false;
  }
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
  button.addEventListener("click", (event) => {
    if (event.detail > 1) return; // of a double click on Start, in whose place it is now
    tell($("#train-problem"), async () => {
      await post("/api/stop");
      await poll();
    });
  });
}

// What is being done

on("state", (state) => {
  const { job, training, error } = state;
  const working = trains(job);
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
  tellJob($("#train-problem"), trains(error) ? error : null);
  if (training) showTraining(training, working);
});

function idle(told) {
  const { info, state } = store;
  if (stopped(state)) putPair(told, stopped(state).text);
  else if (state.training?.ended === "stopped" && followed === state.training.id) put(told, "was_stopped");
  else if (info && details.get(chosen)?.task === info.name) put(told, "is_trained", { run: chosen, score: scoreOf(details.get(chosen)) });
  else if (info) put(told, "ready", { task: info.name });
  else put(told, "choose_first");
}

function progress(told, job, training) {
  const epochs = training?.id === job.id ? finished(training) : 0;
  const many = job.repeats > 1;
  if (many && job.repeated && !job.stopping && job.stage !== "report") {
    put(told, "repeats_done", { done: number(job.repeated), total: number(job.repeats) });
    return;
  }
  if (job.stage !== "train" || !epochs || job.stopping) return void stage(told, job);
  if (many) {
    put(told, "epoch_of_first", () => ({ done: number(epochs), total: number(training.epochs), repeats: number(job.repeats) }));
    return;
  }
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
  const trained = epochs && Math.max(epochs / training.epochs, job.repeated) / job.repeats;
  const share = !job ? 0 : trained || (job.total ? job.done / job.total : 0);
  for (const place of [$("#progress"), $(".progress", bar)]) {
    place.classList.toggle("waiting", Boolean(job) && !share);
    place.classList.toggle("still", !job);
    $("i", place).style.width = `${100 * share}%`;
  }
  $("#progress").hidden = !job;
}

function showReady() {
  const { info, state } = store;
  const opening = store.opening || state.job?.kind === "open"; // Start is for what is being opened
  for (const button of document.querySelectorAll("#order .start, #bar .start")) button.disabled = !info || opening;
  bar.hidden = !info && !state.job;
  bar.classList.toggle("busy", Boolean(state.job));
  const what = $(".what", form);
  if (info) put(what, "will_train", { task: info.name });
  else put(what, "choose_first");
  document.title = trains(state.job) ? "● miwake 見分け" : "miwake 見分け";
}

// What was shown before stays until the first epoch has ended, and comes back if nothing is kept.
function showTraining(training, working) {
  const mark = `${training.id}-${finished(training)}-${training.ended}`;
  if (working && mark !== drawn && (training.history.length || !charted)) {
    drawn = mark;
    $("#result").replaceChildren();
    const value = Boolean(store.info?.target);
    chart({ name: training.folder ?? "", history: training.history, value }, training.epochs);
  }
  if (working || !training.ended || followed === training.id) return;
  followed = training.id;
  if (training.run) choose(training.run);
  else if (chosen) choose(chosen);
  else chooseFirst();
}

// A run, chosen or just trained

on("runs", () => {
  showRuns();
  if (chosen && !store.runs.some(({ run }) => run === chosen)) chosen = null;
  if (!chosen && !trains(store.state.job)) chooseFirst();
});

// Before anything was chosen: the run that was trained last here, or the newest there is. Whoever
// chooses one after that keeps it until another training ends.
function chooseFirst() {
  const { training } = store.state;
  if (training?.ended) followed = training.id;
  const whole = store.runs.filter(({ unfinished }) => !unfinished);
  const first = whole.find(({ run }) => run === training?.run) ?? whole[0];
  if (first) choose(first.run);
  else forgetChart();
}

export async function choose(name) {
  chosen = name;
  showRuns();
  await tell($("#run-problem"), async () => {
    const found = await get(`/api/runs/${encodeURIComponent(name)}`);
    if (chosen !== name) return;
    details.set(name, found);
    showResult(found, { next: follow, resume: goOn });
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

function forgetChart() {
  charted = null;
  clearCharts();
}

async function follow({ verb, order }) {
  if (verb === "look") {
    const begun = await begin($("#train-problem"), () => post("/api/open", order));
    if (begun) $("#look").scrollIntoView();
    return;
  }
  if (store.info?.order.task === order.task) fillForm(store.info, order);
  await start(order);
}

const goOn = (run) => beginTraining("/api/resume", { run });

// Earlier runs

function showRuns() {
  const { runs } = store;
  if (!runs.length) return void $("#runs").replaceChildren();
  // Their words: beside, run, field_network, score, field_epochs, field_train.
  const heads = ["beside", "run", "field_network", "score", "field_epochs", "field_train"];
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
    const here = store.state.job && store.state.training?.folder === run;
    const busy = here || found.busy;
    const told = here ? "is_running" : busy ? "runs_elsewhere" : "unfinished";
    // Their words: is_running, runs_elsewhere, unfinished.
    const button = h("button", { type: "button", class: "quiet", say: "go_on", on: { click: () => goOn(run) } });
    return h("tr", {}, h("td"), h("th", { scope: "row" }, run),
      h("td", { colspan: "4" }, h("span", { class: "faint", say: told }), busy ? null : button));
  }
  const box = h("input", { type: "checkbox", "aria-label": run, on: { change: (event) => {
    if (event.target.checked) compared.add(run);
    else compared.delete(run);
    if (charted) chart(charted.first, charted.epochs);
  } } });
  box.checked = compared.has(run);
  const name = h("button", { type: "button", class: "quiet name", title: run, "aria-current": run === chosen ? "true" : false,
    on: { click: () => choose(run) } }, run);
  const score = scoreOf(found);
  return h("tr", { class: run === chosen ? "chosen" : "" }, h("td", {}, box), h("th", { scope: "row" }, name),
    h("td", {}, found.network), h("td", { class: "number" }, score),
    h("td", { class: "number" }, number(found.epochs)), h("td", { class: "number" }, number(found.train)));
}

// The bar is there when the form's own button is out of sight.
new IntersectionObserver(([entry]) => bar.classList.toggle("away", entry.isIntersecting)).observe($(".row", form));
