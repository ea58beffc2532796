// @ts-check
// The room Try: the run whose network is asked, a drawing, a row of a table, new samples.

import { newest } from "../core/newest.js";
import { finishedRuns } from "../core/runs.js";
import { DigitPad } from "../views/digit_pad.js";
import { element, query, say } from "../views/element.js";
import { sampleItems, showAnswer } from "../views/lists.js";
import { paintPixels } from "../views/picture.js";
import { attempt } from "../views/problem.js";

const SEEDS = 2 ** 32;

/** @type {Mount} */
export function mountNetwork(root, { actions, data, on, update }) {
  const loading = query(root, "#loading");
  /** @type {HTMLSelectElement} */
  const select = query(root, "#which");

  /** @param {string | null} run */
  async function load(run) {
    update({ tried: run, network: null }, "network");
    loading.hidden = !run;
    if (!run) return;
    const network = await attempt("try", () => actions.ask("load"));
    if (data.tried !== run) return;
    loading.hidden = true;
    if (network) update({ network }, "network");
  }

  on("runs", () => {
    const options = finishedRuns(data.runs).map(({ network, run }) =>
      element("option", { value: run }, `${run} · ${network}`));
    select.replaceChildren(...options);
    if (data.tried) select.value = data.tried;
  });
  on("run", () => {
    const run = data.details?.run ?? null;
    query(root, "#try-empty").hidden = Boolean(run);
    query(root, "#trying").hidden = !run;
    if (run) select.value = run;
    if (run !== data.tried || !data.network) load(run);
  });
  select.addEventListener("change", () => attempt("try", () => actions.choose(select.value)));
}

/** @type {Mount} */
export function mountDrawing(root, { actions, data, on }) {
  const says = query(root, ".says");
  /** @type {HTMLCanvasElement} */
  const seen = query(root, ".pixels");
  const pad = new DigitPad(query(root, ".paper canvas"), newest(ask));

  async function ask() {
    const { network } = data;
    if (pad.empty || !network) {
      showAnswer(says, null, []);
      seen.getContext("2d")?.clearRect(0, 0, seen.width, seen.height);
      return;
    }
    const answer = await attempt("try", () => actions.ask("draw", pad.pixels()));
    if (pad.empty || !answer) return;
    paintPixels(seen, answer.seen);
    showAnswer(says, answer, network.classes);
  }

  query(root, ".clear").addEventListener("click", () => pad.clear());
  on("network", () => {
    root.hidden = !data.network?.draw;
    if (!data.network) pad.clear();
  });
}

/** @type {Mount<HTMLFormElement>} */
export function mountTableRow(form, { actions, data, on }) {
  const ask = newest(async () => {
    const values = Object.fromEntries(new FormData(form));
    const answer = await attempt("try", () => actions.ask("row", { values }));
    if (answer && data.network) showAnswer(query(form, ".says"), answer, data.network.classes);
  });

  on("network", () => {
    const fields = data.network?.fields ?? [];
    form.hidden = !fields.length;
    query(form, ".fields").replaceChildren(...fields.map(cell));
    if (fields.length) ask();
  });
  form.addEventListener("input", ask);
  form.addEventListener("submit", (event) => event.preventDefault());
}

/** @param {Network["fields"][0]} field */
function cell({ choices, name, usual }) {
  const options = choices?.map((value) => element("option", { value }, value));
  const input = options
    ? element("select", { name }, ...options)
    : element("input", { name, value: usual, autocomplete: "off", spellcheck: "false" });
  return element("label", { class: "field" }, element("span", {}, name), input);
}

/** @type {Mount} */
export function mountSamples(root, { actions, data, on }) {
  const list = query(root, "ul");
  let seed = Math.floor(Math.random() * SEEDS);

  async function ask() {
    seed = (seed + 1) % SEEDS;
    const answer = await attempt("try", () => actions.ask("sample", { seed }));
    const { network } = data;
    if (!answer || !network) return;
    say(query(root, ".faint"), answer.fresh ? "samples_fresh" : "samples_tests");
    list.replaceChildren(...sampleItems(answer.samples, network));
  }

  query(root, "button").addEventListener("click", ask);
  on("network", () => {
    list.replaceChildren();
    if (data.network) ask();
  });
}
