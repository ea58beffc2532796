import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createActions } from "../../../src/miwake/studio/page/actions.js";
import { Problem } from "../../../src/miwake/studio/page/api.js";
import { createStore } from "../../../src/miwake/studio/page/store.js";

const STATE = { boot: "b1", mark: "b1-1", runs: "r1", opened: 1, looked: null, job: null,
  training: null, error: null, stopped: null };
const TRAINS = { job: { id: 2, kind: "train" } };
let answers; // of the server, by path
let asked;

globalThis.setTimeout = () => 0; // nothing is polled by itself
globalThis.fetch = async (path, { method }) => {
  asked.push(`${method} ${path}`);
  const answer = answers[path.split("?")[0]];
  if (answer === undefined) throw new TypeError("no connection");
  const content = typeof answer === "function" ? await answer() : answer;
  const headers = new Headers({ "content-type": "application/json" });
  return { ok: !content.error?.text, status: 422, headers, json: async () => content };
};

beforeEach(() => {
  asked = [];
  answers = { "/api/state": STATE, "/api/runs": [], "/api/tasks": { tasks: [], own: [], given: null },
    "/api/opened": { name: "baker", order: { task: "baker" } }, "/api/open": { job: 1 },
    "/api/train": { job: 2 }, "/api/runs/baker-1": { run: "baker-1", task: "baker" } };
});

function started() {
  const store = createStore();
  const news = [];
  for (const noun of ["state", "task", "look", "runs", "tasks", "epoch", "start", "loss", "contact"]) {
    store.on(noun, () => news.push(noun));
  }
  return { store, news, actions: createActions(store, { language: "en" }) };
}

test("first everything is fetched and news spread, the state last", async () => {
  const { news, store } = started();
  await store.poll();
  assert.deepEqual(news, ["runs", "tasks", "task", "look", "state", "contact"]);
  assert.equal(store.data.info.name, "baker");
});

test("then only what has changed", async () => {
  const { news, store } = started();
  await store.poll();
  news.length = asked.length = 0;
  answers["/api/state"] = { mark: "b1-1" };
  await store.poll();
  assert.deepEqual([news, asked], [["contact"], ["GET /api/state?since=b1-1"]]);
  answers["/api/state"] = { ...STATE, mark: "b1-2", runs: "r2" };
  await store.poll();
  assert.deepEqual(news, ["contact", "runs", "state", "contact"]);
});

test("an epoch is news of its own", async () => {
  const { news, store } = started();
  const training = { id: 2, history: [{ epoch: 1 }], epochs: 5, seconds: [1] };
  answers["/api/state"] = { ...STATE, ...TRAINS, training };
  await store.poll();
  assert.ok(news.includes("epoch"));
});

test("a server that is gone is news, and one that came back", async () => {
  const { news, store } = started();
  delete answers["/api/state"];
  await store.poll();
  answers["/api/state"] = STATE;
  await store.poll();
  assert.deepEqual([news[0], news.at(-1)], ["loss", "contact"]);
});

test("Start waits from the click on until the server knows, however that ends", async () => {
  const { actions, store } = started();
  await store.poll();
  const seen = [];
  answers["/api/open"] = () => {
    seen.push(store.data.opening);
    return { error: { text: { en: "no" } } };
  };
  await assert.rejects(actions.open({ task: "x" }), (error) => error.say.texts.en === "no");
  assert.deepEqual([seen, store.data.opening], [[true], false]);
});

test("nothing ends a training by accident", async () => {
  const { actions, store } = started();
  answers["/api/state"] = { ...STATE, ...TRAINS };
  const busy = (error) => error instanceof Problem && error.status === 409 && error.say === "busy";
  await assert.rejects(actions.open({ task: "ising" }), busy);
  await assert.rejects(actions.train({ task: "baker" }), busy);
  assert.equal(asked.filter((line) => line.startsWith("POST")).length, 0);
  assert.equal(store.data.opening, false);
});

test("two clicks start one training, and the run before stays in the chart", async () => {
  const { actions, news, store } = started();
  await store.poll();
  await actions.choose("baker-1");
  await Promise.all([actions.train({ task: "baker" }), actions.train({ task: "baker" })]);
  assert.equal(asked.filter((line) => line === "POST /api/train").length, 1);
  assert.equal(news.filter((noun) => noun === "start").length, 1);
  assert.deepEqual([...store.data.compared], ["baker-1"]);
});

test("an answer about a network that is no longer chosen is nothing", async () => {
  const { actions, store } = started();
  store.data.tried = "baker-1";
  answers["/api/runs/baker-1/sample"] = () => {
    store.data.tried = "baker-2";
    return { samples: [] };
  };
  assert.equal(await actions.ask("sample", { seed: 1 }), null);
});
