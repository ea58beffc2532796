// @ts-check

/**
 * Do one work at a time: what is asked for meanwhile is done once more, about the newest.
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
