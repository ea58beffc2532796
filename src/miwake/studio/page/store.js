// @ts-check
// What the server knows, and what is chosen here. The state is polled in small steps; what is
// large is fetched only when its number in the state has changed.

import { ConnectionLost, get, Problem } from "./api.js";
import { isNewEpoch } from "./core/progress.js";

const FAST = 60; // milliseconds while something runs
const SLOW = 1000;

export function createStore() {
  /** @type {Map<Noun, ((news: any) => void)[]>} */
  const listeners = new Map();
  /** @type {Snapshot} */
  const data = {
    state: /** @type {State} */ ({ boot: "", job: null, training: null }), // for the first moment
    info: null, looked: null, runs: [], tasks: [], own: [], given: null,
    opening: false, chosen: null, details: null, compared: new Set(), followed: 0,
    panel: null, note: null, tried: null, network: null,
    projects: [], project: null, undo: null, camera: null, live: null,
  };
  let timer = 0;
  /** @type {Promise<void> | null} */
  let question = null;

  /** @param {Noun} noun @param {any} [news] */
  const emit = (noun, news) => listeners.get(noun)?.forEach((listener) => listener(news));

  /** @type {(noun: Noun, listener: (news: any) => void) => void} */
  function on(noun, listener) {
    listeners.set(noun, [...(listeners.get(noun) ?? []), listener]);
  }

  /** Change what is held, and spread the news.
   * @param {Partial<Snapshot>} changes @param {Noun} noun */
  function update(changes, noun) {
    Object.assign(data, changes);
    emit(noun);
  }

  /** Ask for the state now, and again later. Whoever waits for it has the state of now. */
  async function poll() {
    while (question) await question;
    question = ask();
    await question;
  }

  async function ask() {
    clearTimeout(timer);
    try {
      const { mark } = data.state;
      const state = await get(`/api/state${mark ? `?since=${mark}` : ""}`);
      if (state.boot) await take(state, data.state);
      emit("contact");
    } catch (error) {
      if (!(error instanceof ConnectionLost) && !(error instanceof Problem)) throw error;
      emit("loss");
    } finally {
      question = null;
      timer = setTimeout(poll, data.state.job ? FAST : SLOW);
    }
  }

  /** @param {State} state @param {State} before */
  async function take(state, before) {
    const restarted = state.boot !== before.boot;
    if (restarted) Object.assign(data, { info: null, looked: null });
    data.state = state;
    if (restarted || state.runs !== before.runs) update({ runs: await get("/api/runs") }, "runs");
    if (restarted || state.opened !== before.opened) {
      if (restarted || state.opened) update(await get("/api/tasks"), "tasks");
      update({ info: state.opened ? await get("/api/opened") : null }, "task");
    }
    if (restarted || state.looked !== before.looked) {
      update({ looked: state.looked ? await get("/api/looked") : null }, "look");
    }
    if (isNewEpoch(data, before)) emit("epoch");
    emit("state");
  }

  return { data, emit, on, poll, update };
}
