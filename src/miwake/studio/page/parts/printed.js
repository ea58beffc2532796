// @ts-check
// The room Data: the last lines that the task's own code printed.

import { query } from "../views/element.js";

/** @type {Mount} */
export function mountPrinted(root, { data, on }) {
  on("state", () => {
    const { printed } = data.state;
    root.hidden = !printed.length;
    query(root, "pre").textContent = printed.join("\n");
  });
}
