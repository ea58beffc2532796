// @ts-check
// Everything that a user can do. An action asks the server, and the store then fetches the new
// state; an action that can't be done throws a Problem.

import { get, post, Problem, put } from "./api.js";
import { renamedText } from "./core/data.js";
import { isTraining } from "./core/progress.js";
import { isOfAnotherTask, isTrained } from "./core/runs.js";

/** @param {Store} store @param {I18n} i18n */
export function createActions(store, i18n) {
  const { data } = store;
  let isStarting = false;

  /** Begin a job, unless a training runs: no other job may end one.
   * @template T @param {() => Promise<T>} work */
  async function begin(work) {
    await store.poll();
    if (isTraining(data.state.job)) throw new Problem(409, "busy"); // Keys: busy.
    const result = await work();
    await store.poll();
    return result;
  }

  /** Open a task: from the click on, Start waits for it. @param {Opening} order */
  async function open(order) {
    store.update({ opening: true }, "state");
    try {
      await begin(() => post("/api/open", order));
    } finally {
      store.update({ opening: false }, "state");
    }
  }

  /** Begin a training; a second click before the server has answered does nothing.
   * @param {string} path @param {object} values @param {boolean} [shown] in its own room */
  async function beginTraining(path, values, shown = true) {
    if (isStarting) return;
    isStarting = true;
    try {
      await begin(() => post(path, { ...values, lang: i18n.language }));
      if (shown) store.emit("start");
    } finally {
      isStarting = false;
    }
  }

  /** Open a task and train on it, as it is usual for its data. @param {string} task */
  async function trainAnew(task) {
    data.compared.clear();
    await beginTraining("/api/train", { task, open: true }, false);
  }

  /** Train a network; the run before stays in the chart, runs of another task do not.
   * @param {Order} order */
  async function train(order) {
    if (isOfAnotherTask(data)) data.compared.clear();
    if (data.chosen && isTrained(data)) data.compared.add(data.chosen);
    await beginTraining("/api/train", order);
  }

  /** Resume a training that was stopped. @param {string} run */
  const resume = (run) => beginTraining("/api/resume", { run });

  const look = () => begin(() => post("/api/look", data.info?.order));

  async function stop() {
    await post("/api/stop");
    await store.poll();
  }

  /** Do what a verdict proposes. @param {Step} step */
  async function follow({ order, verb }) {
    if (verb === "look") return open(order);
    store.emit("order", order);
    return train(order);
  }

  /** Show a run; null: none. @param {string | null} run */
  async function choose(run) {
    store.update({ chosen: run }, "choice");
    const details = run && (await get(`/api/runs/${encodeURIComponent(run)}`));
    if (data.chosen === run) store.update({ details }, "run");
  }

  /** Compare a run in the charts, or no longer. @param {string} run @param {boolean} drawn */
  function compare(run, drawn) {
    if (drawn) data.compared.add(run);
    else data.compared.delete(run);
    store.emit("comparison");
  }

  /** Save a task file, and open it. @param {Typed} file @param {(task: string) => void} onSaved */
  async function save(file, onSaved) {
    const { task } = await begin(() => post("/api/file", file));
    onSaved(task);
    await open({ task });
  }

  /** Upload files and open them; returns a notice about names that were changed.
   * @param {LocalFile[]} files @param {(done: number) => void} onFile */
  async function bring(files, onFile) {
    const { paths, task } = await begin(async () => {
      const { key } = await post("/api/uploads");
      const sent = [];
      for (const [done, { file, path }] of files.entries()) {
        onFile(done);
        const target = `/api/uploads/${key}?path=${encodeURIComponent(path)}`;
        sent.push({ sent: path, stored: (await put(target, file)).path });
      }
      return { paths: sent, ...(await post(`/api/uploads/${key}`)) };
    });
    await open({ task });
    return renamedText(paths, task);
  }

  /** Remove an upload. @param {string} task */
  const remove = (task) =>
    begin(async () => {
      store.update(await post("/api/remove", { task }), "tasks");
      if (data.project?.task === task) store.update({ project: null }, "project");
    });

  const reloadTasks = async () => store.update(await get("/api/tasks"), "tasks");

  /** Ask the network that is tried; null where another was chosen meanwhile.
   * @param {string} what @param {object} [about] values; or a file or pixels, as they are */
  async function ask(what, about) {
    const run = data.tried ?? "";
    const path = `/api/runs/${encodeURIComponent(run)}/${what}`;
    const isPlain = !(about instanceof Blob || about instanceof Uint8Array);
    const answer = await (isPlain ? post(path, about) : put(path, /** @type {Blob} */ (about)));
    return data.tried === run ? answer : null;
  }

  return { ask, bring, choose, compare, follow, look, open, reloadTasks, remove, resume, save,
    stop, train, trainAnew };
}
