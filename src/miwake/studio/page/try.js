// The room Try: a drawing, new samples, files and rows, and what the network says of them.

import { $, dropzone, h, Lost, post, Problem, send, tell } from "./dom.js";
import { follow, paint, picture } from "./draw.js";
import { showHome } from "./home.js";
import { Pad } from "./pad.js";
import { on } from "./store.js";
import { choose, onRun } from "./train.js";
import { number, percent, put } from "./words.js";

const MOST_BARS = 12;
const MOST_FILES = 24; // that are asked about at once
let run = null; // the run that answers
let about = null; // what it takes
let seed = Math.floor(Math.random() * 2 ** 31);
const pad = new Pad($("#pad .paper canvas"), () => askDrawing());
const path = (verb) => `/api/runs/${encodeURIComponent(run)}/${verb}`;
const problem = $("#try-problem");

// What the run says, as long as no other is chosen meanwhile.
async function asked(verb, values) {
  const mine = run;
  const found = await tell(problem, () => post(path(verb), values));
  return run === mine ? found : null;
}

onRun(async (found) => {
  showHome(found);
  $("#try-empty").hidden = true;
  $("#trying").hidden = false;
  $("#which").value = found.run;
  if (run === found.run && about) return;
  run = found.run;
  about = null;
  pad.clear();
  for (const old of [$("#samples"), $("#answers"), $("#refused")]) old.replaceChildren();
  $("#pad").hidden = $("#cells").hidden = true;
  put($("#loading"), "loading_network");
  $("#loading").hidden = false;
  const mine = run;
  const loaded = await tell(problem, () => post(path("load")));
  if (run !== mine) return;
  $("#loading").hidden = true;
  if (loaded) ready(loaded);
});

function ready(loaded) {
  about = loaded;
  $("#pad").hidden = !loaded.draw;
  $("#cells").hidden = !loaded.fields.length;
  if (loaded.fields.length) showCells(loaded.fields);
  $("#try-files input").accept = loaded.accept;
  samples();
}

on("runs", (runs) => {
  const whole = runs.filter(({ unfinished }) => !unfinished);
  const select = $("#which");
  select.replaceChildren(...whole.map((one) => h("option", { value: one.run }, `${one.run} · ${one.network}`)));
  if (run) select.value = run;
  if (!whole.length) {
    run = about = null;
    $("#trying").hidden = true;
    $("#try-empty").hidden = false;
  }
});

$("#which").addEventListener("change", (event) => choose(event.target.value));

// One question at a time; what was asked meanwhile is asked once more, about the newest.
function newest(work) {
  let busy = false;
  let waiting = false;
  return async () => {
    if (busy) {
      waiting = true;
      return;
    }
    busy = true;
    try {
      do {
        waiting = false;
        await work();
      } while (waiting);
    } finally {
      busy = false;
    }
  };
}

// A drawing

const askDrawing = newest(async () => {
  const says = $("#pad .says");
  if (pad.empty || !about) {
    clearAnswer(says);
    const seen = $("#pad .pixels");
    seen.getContext("2d").clearRect(0, 0, seen.width, seen.height);
    return;
  }
  try {
    const found = await send(path("draw"), pad.pixels());
    if (pad.empty) return;
    paint($("#pad .pixels"), found.seen);
    answer(says, found);
  } catch (error) {
    if (!(error instanceof Problem) && !(error instanceof Lost)) throw error;
    if (error instanceof Problem) await tell(problem, () => Promise.reject(error));
  }
});

$("#pad .clear").addEventListener("click", () => pad.clear());

function clearAnswer(says) {
  const told = $(".answer", says);
  delete told.dataset.say;
  told.textContent = "";
  $(".bars", says).replaceChildren();
}

// An answer: the label large, all probabilities as bars.
function answer(says, found) {
  const told = $(".answer", says);
  if (!found.probabilities) return void put(told, "says_value", () => ({ value: number(found.prediction, 3) }));
  put(told, "says_class", { label: found.prediction });
  const list = $(".bars", says);
  const pairs = about.classes.map((name, place) => [name, found.probabilities[place]]);
  const shown = pairs.length > MOST_BARS ? pairs.sort((a, b) => b[1] - a[1]).slice(0, MOST_BARS) : pairs;
  if (list.children.length !== shown.length) {
    list.replaceChildren(...shown.map(() => h("li", {}, h("span", {}),
      h("span", { class: "meter" }, h("span", { class: "fill" })), h("span", { class: "number" }))));
  }
  for (const [place, [name, share]] of shown.entries()) {
    const [label, meter, value] = list.children[place].children;
    label.textContent = name;
    meter.firstChild.style.width = `${100 * share}%`;
    value.textContent = percent(share);
    list.children[place].classList.toggle("best", name === found.prediction);
  }
}

// New samples

$("#again").addEventListener("click", () => samples());

async function samples() {
  seed = (seed + 1) % 2 ** 32;
  const found = await asked("sample", { seed });
  if (!found) return;
  put($("#samples-note"), found.fresh ? "samples_fresh" : "samples_tests");
  $("#samples").replaceChildren(...found.samples.map(one));
}

function one(found) {
  const right = found.answer === undefined ? "" : typeof found.answer === "string" && found.prediction === found.answer ? "right" : "wrong";
  const place = Math.max(0, about.classes.indexOf(found.answer ?? found.prediction));
  const drawn = about.kind === "vector" ? null : follow(picture(found, place, found.name ?? String(found.answer)), found, place);
  const sure = found.probabilities ? Math.max(...found.probabilities) : null;
  const value = (v) => (typeof v === "number" ? v.toPrecision(4) : v);
  return h("li", { class: `${about.classes.length ? right : ""} ${found.pixels ? "small" : ""}` }, drawn,
    found.name ? h("span", { class: "name" }, found.name) : null,
    found.answer === undefined ? null : h("span", { class: "faint", say: "is_really", values: { label: value(found.answer) } }),
    h("strong", { say: sure === null ? "says_value" : "says_sure", values: { label: value(found.prediction), value: value(found.prediction), sure: sure === null ? "" : percent(sure) } }),
    right && about.classes.length ? h("span", { class: "hidden", say: right === "right" ? "right" : "wrong" }) : null);
}

// Files: each is answered, or refused under its own name.

dropzone($("#try-files"), async (files) => {
  const refused = $("#refused");
  refused.replaceChildren();
  const mine = run;
  for (const { file } of files.slice(0, MOST_FILES)) {
    if (run !== mine) return; // another network was chosen meanwhile
    try {
      const found = await send(`${path("file")}?name=${encodeURIComponent(file.name)}`, file);
      if (run === mine) $("#answers").prepend(...found.samples.map(one));
    } catch (error) {
      if (error instanceof Lost) return;
      if (!(error instanceof Problem)) throw error;
      if (run !== mine) return;
      const named = Object.values(error.text).every((text) => text.startsWith(file.name));
      refused.append(h("li", { class: "problem" }, named ? null : h("strong", {}, file.name), h("span", { pair: error.text })));
    }
  }
  if (files.length <= MOST_FILES) return;
  const values = () => ({ most: number(MOST_FILES), total: number(files.length) });
  refused.append(h("li", { class: "problem", say: "files_left", values }));
});

// A row of a table

function showCells(fields) {
  const inputs = fields.map(({ name, usual, choices }) => {
    const input = choices
      ? h("select", { name }, ...choices.map((choice) => h("option", { value: choice }, choice)))
      : h("input", { name, value: usual, autocomplete: "off", spellcheck: "false" });
    return h("label", { class: "field" }, h("span", {}, name), input);
  });
  $("#cells .fields").replaceChildren(...inputs);
  askRow();
}

const askRow = newest(async () => {
  const values = {};
  for (const input of $("#cells").elements) if (input.name) values[input.name] = input.value;
  const found = await asked("row", { values });
  if (found) answer($("#cells .says"), found);
});

$("#cells").addEventListener("input", askRow);
$("#cells").addEventListener("submit", (event) => event.preventDefault());

