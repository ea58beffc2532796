// @ts-check
// The camera: its light is on only while somebody looks at this page and asked for it.

import { Problem } from "./api.js";
import { cameraProblem, frameSize } from "./core/capture.js";

const WANTED = { width: { ideal: 640 }, height: { ideal: 480 } };
const QUALITY = 0.85; // of JPEG

/** @param {Store} store */
export function createCamera({ data, update }) {
  const video = document.createElement("video");
  video.muted = video.playsInline = true;
  let isWanted = false;
  /** @type {Promise<void> | null} */
  let starting = null;

  async function open() {
    /** @type {MediaStream} */
    let camera;
    try {
      if (!navigator.mediaDevices) throw new DOMException("", "InsecureContext");
      camera = await navigator.mediaDevices.getUserMedia({ video: WANTED });
    } catch (error) {
      isWanted = false;
      throw new Problem(0, cameraProblem(error instanceof Error ? error.name : ""));
    }
    video.srcObject = camera;
    await video.play().catch(() => {}); // it was turned off meanwhile
    camera.getVideoTracks()[0].addEventListener("ended", stop); // it was unplugged
    update({ camera }, "camera");
    if (!isWanted || document.hidden) close(); // it was turned off meanwhile
  }

  /** Turn it on, and wait for its first picture; a Problem says why that is not possible. */
  async function start() {
    isWanted = true;
    if (!data.camera) await (starting ??= open().finally(() => (starting = null)));
  }

  function close() {
    for (const track of data.camera?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    if (data.camera) update({ camera: null, live: null }, "camera");
  }

  function stop() {
    isWanted = false;
    close();
  }

  /** Take a picture, as JPEG. */
  async function takePicture() {
    const { height, width } = frameSize(video.videoWidth, video.videoHeight);
    if (!data.camera || !width) return null;
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")?.drawImage(video, 0, 0, width, height);
    return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else if (isWanted) start().catch(() => {}); // the button that turns it on is there
  });
  window.addEventListener("pagehide", stop);
  return { start, stop, takePicture };
}
