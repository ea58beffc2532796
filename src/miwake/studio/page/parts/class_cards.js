// @ts-check
// Pictures of the user's own: the classes as cards, filled by holding a button, dropping, pasting.

import { nextHold } from "../core/capture.js";
import { createClassCard } from "../views/class_card.js";
import { attempt } from "../views/problem.js";

const EVERY = 125; // milliseconds from one picture to the next

/** @type {Mount} */
export function mountClassCards(root, { actions, camera, data, emit, on }) {
  /** @type {Map<string, ReturnType<typeof createCard>>} */
  const cards = new Map();
  let opened = ""; // the project whose cards they are
  /** @type {string | null} */
  let held = null;

  /** @param {() => Promise<unknown>} work */
  const attemptHere = (work) => attempt("capture", work);

  /** Take pictures until the button is let go, and at least one. @param {string} label */
  async function hold(label) {
    if (held !== null || !data.project) return;
    held = label;
    show();
    const number = nextHold(data.project);
    await attemptHere(async () => {
      await camera.start();
      do {
        const began = performance.now();
        const picture = await camera.takePicture();
        if (!picture) break;
        await actions.addPicture(label, picture, { hold: number });
        const left = EVERY - (performance.now() - began);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
      } while (held === label);
    });
    held = null;
    show();
  }

  /** @param {string} label */
  function createCard(label) {
    let name = label;
    const addressOf = (/** @type {string} */ file) =>
      `/api/projects/${[opened, "pictures", name, file].map(encodeURIComponent).join("/")}`;
    const card = createClassCard({
      onHold: () => hold(name),
      onLetGo: () => (held = held === name ? "" : held),
      onName: (text) => attemptHere(() => actions.renameClass(name, text)),
      onFiles: (files) => attemptHere(() => actions.addFiles(name, files)),
      onRemove: (file) => attemptHere(() => actions.takeAway(name, file)),
    }, addressOf);
    return { ...card, rename: (/** @type {string} */ text) => (name = text) };
  }

  function show() {
    const { project } = data;
    if (project?.name !== opened) cards.clear();
    opened = project?.name ?? "";
    const present = (project?.classes ?? []).map((one) => {
      const card = cards.get(one.name) ?? createCard(one.name);
      cards.set(one.name, card);
      card.update(one, held);
      return card.root;
    });
    if (present.some((card, place) => root.children[place] !== card)
      || root.childElementCount !== present.length) root.replaceChildren(...present);
  }

  on("renamed", (/** @type {{before: string, after: string}} */ { after, before }) => {
    const card = cards.get(before);
    if (!card || after === before) return;
    cards.delete(before);
    cards.set(after, card);
    card.rename(after);
  });
  on("project", show);
  document.addEventListener("visibilitychange", () => (held = held && ""));
  document.addEventListener("paste", ({ clipboardData }) => {
    const files = [...(clipboardData?.files ?? [])].map((file) => ({ path: file.name, file }));
    if (data.panel !== "capture" || !files.length) return;
    const entry = [...cards].find(([, card]) => card.root.contains(document.activeElement));
    if (entry) attemptHere(() => actions.addFiles(entry[0], files));
    else emit("loose", files);
  });
}
