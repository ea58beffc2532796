// @ts-check
// The live camera: the trained network answers what it sees, one question at a time.

import { isLive } from "../core/capture.js";
import { query, say } from "../views/element.js";
import { showCamera } from "../views/camera_view.js";
import { showAnswer } from "../views/lists.js";
import { attempt } from "../views/problem.js";

const EVERY = 100; // milliseconds from one question to the next, at least

/** Ask while there is a camera, a network and somebody who looks. @type {Mount} */
export function mountLiveLoop(_, { actions, camera, data, on, update }) {
  let isAsking = false;
  /** @type {string | null} */
  let refused = null; // the run whose network could not answer

  async function ask() {
    const { tried } = data;
    const picture = await camera.takePicture();
    const answer = picture && (await attempt("try", () => actions.ask("frame", picture)));
    if (answer === undefined) refused = tried;
    if (answer && isLive(data)) update({ live: answer }, "live");
  }

  async function run() {
    if (isAsking) return;
    isAsking = true;
    while (isLive(data) && !document.hidden && refused !== data.tried) {
      const began = performance.now();
      await ask();
      const left = EVERY - (performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
    }
    isAsking = false;
    if (data.live && !isLive(data)) update({ live: null }, "live");
  }

  for (const noun of /** @type {const} */ (["network", "loss"])) on(noun, () => (refused = null));
  on("camera", () => data.camera && !data.network && actions.warm());
  for (const noun of /** @type {const} */ (["camera", "network", "contact"])) on(noun, run);
}

/** The answer beside what the camera sees. @type {Mount} */
export function mountLiveAnswer(root, { data, on }) {
  const show = () => {
    const { live, network, tried } = data;
    query(root, ".says").hidden = !live;
    say(query(root, ".says .of"), { key: "live_says", values: { run: tried ?? "" } });
    showAnswer(root, live, network?.classes ?? []);
  };
  for (const noun of /** @type {const} */ (["live", "camera", "network"])) on(noun, show);
}

/** The room Try: the camera, for networks that take pictures. @type {Mount} */
export function mountLive(root, page) {
  page.on("network", () => (root.hidden = !page.data.network?.camera));
  showCamera(query(root, ".camera"), page, "try");
}
