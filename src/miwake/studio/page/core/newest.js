// @ts-check

/**
 * Run one task at a time; calls in the meantime make it run once more, for the newest state.
 * @param {() => Promise<void>} work
 */
export function newest(work) {
  let busy = false;
  let waiting = false;
  return async () => {
    waiting = true;
    if (busy) return;
    busy = true;
    try {
      while (waiting) {
        waiting = false;
        await work();
      }
    } finally {
      busy = false;
    }
  };
}
