// What the server knows, fetched in small steps: the state is polled, what is large only when its
// number in the state has changed.

import { get, Lost, Problem, tell } from "./dom.js";
import { both } from "./words.js";

const FAST = 60; // milliseconds while something runs
const SLOW = 1000;

export const store = {
  state: null, info: null, looked: null, runs: [], tasks: [], given: null, own: [],
  opening: false, // whether a task was chosen of which the server does not know yet
};

const listeners = { state: [], opened: [], looked: [], runs: [], lost: [], back: [] };
let timer = 0;
let underway = null; // the question that is being answered

export const on = (event, listener) => listeners[event].push(listener);
const emit = (event, value) => listeners[event].forEach((listener) => listener(value));

// Let everybody look at the state anew.
export const again = () => emit("state", store.state);

// A task's name as its user knows it: a path's last part.
export const nameOf = (task) => task.split(/[\\/]/).pop();

// Whether a network is being trained, which nothing else ends.
export const trains = (job) => job?.kind === "train" || job?.kind === "resume";

// Ask for the state now, and from then on again and again. Whoever waits for it has the state of now.
export async function poll() {
  while (underway) await underway;
  underway = question();
  await underway;
}

async function question() {
  clearTimeout(timer);
  try {
    const mark = store.state ? `?since=${store.state.mark}` : "";
    const found = await get(`/api/state${mark}`);
    if (found.boot) await take(found);
    emit("back", store.state);
  } catch (error) {
    if (!(error instanceof Lost) && !(error instanceof Problem)) throw error;
    emit("lost", error);
  } finally {
    underway = null;
    timer = setTimeout(poll, store.state?.job ? FAST : SLOW);
  }
}

// Begin something that no training may be ended for. Where one runs, begun in whatever tab, that is
// said in the element until it ends, and nothing is asked for.
export function begin(element, work) {
  return tell(element, async () => {
    await poll();
    if (trains(store.state?.job)) throw new Problem(409, { text: both("busy") });
    const found = await work();
    await poll();
    return found;
  });
}

// What the user stopped before anything came of it, and what is there instead, in all languages.
export function stopped({ job, stopped: found }) {
  if (job || !found || trains(found)) return null;
  const key = found.kind === "look" ? "look_stopped" : store.info ? "open_stopped" : "open_stopped_none";
  // Their words: look_stopped, open_stopped, open_stopped_none.
  return { ...found, text: both(key, { stopped: nameOf(found.task), task: store.info?.name }) };
}

on("state", ({ job }) => {
  if (trains(job)) return;
  for (const element of document.querySelectorAll("[data-busy]")) {
    delete element.dataset.busy;
    element.hidden = true;
  }
});

async function take(found) {
  const before = store.state;
  const anew = before?.boot !== found.boot;
  if (anew) Object.assign(store, { info: null, looked: null });
  store.state = found;
  if (anew || found.runs !== before.runs) {
    store.runs = await get("/api/runs");
    emit("runs", store.runs);
  }
  if (anew || found.opened !== before.opened) {
    if (anew || found.opened) Object.assign(store, await get("/api/tasks"));
    store.info = found.opened ? await get("/api/opened") : null;
    emit("opened", store.info);
  }
  if (anew || found.looked !== before.looked) {
    store.looked = found.looked ? await get("/api/looked") : null;
    emit("looked", store.looked);
  }
  emit("state", found);
}
