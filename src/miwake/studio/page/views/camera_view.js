// @ts-check
// What the camera sees, with the button that turns it on and off.

import { query, say } from "./element.js";
import { attempt } from "./problem.js";

/** @param {HTMLElement} root with a video, .off and .switch @param {Page} page
 * @param {string} place where a problem is said */
export function showCamera(root, { camera, data, on }, place) {
  /** @type {HTMLVideoElement} */
  const video = query(root, "video");
  const button = query(root, ".switch");
  const show = () => {
    video.srcObject = data.camera;
    if (data.camera) video.play().catch(() => {}); // it was turned off meanwhile
    root.classList.toggle("on", Boolean(data.camera));
    say(button, data.camera ? "camera_stop" : "camera_start");
  };
  button.addEventListener("click", () =>
    (data.camera ? camera.stop() : attempt(place, camera.start)));
  on("camera", show);
  show();
}
