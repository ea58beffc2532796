// What the server knows, fetched in small steps: the state is polled, what is large only when its
// number in the state has changed.

import { get, Lost, Problem } from "./dom.js";

const FAST = 60; // milliseconds while something runs
const SLOW = 1000;

export const store = { state: null, info: null, looked: null, runs: [], tasks: [], given: null, own: [] };

const listeners = { state: [], opened: [], looked: [], runs: [], lost: [], back: [] };
let timer = 0;
let polling = false;
let again = false;

export const on = (event, listener) => listeners[event].push(listener);
const emit = (event, value) => listeners[event].forEach((listener) => listener(value));

// Ask for the state now, and from then on again and again.
export async function poll() {
  if (polling) {
    again = true;
    return;
  }
  polling = true;
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
    polling = false;
    timer = setTimeout(poll, again ? 0 : store.state?.job ? FAST : SLOW);
    again = false;
  }
}

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
