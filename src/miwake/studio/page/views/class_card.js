// @ts-check
// A class as a card: its name, the button that is held, its pictures.

import { countText, SHOWN } from "../core/capture.js";
import { makeDropZone } from "./drop_zone.js";
import { button, element, query, say } from "./element.js";

/** @param {ClassCardEvents} events @param {(file: string) => string} addressOf */
export function createClassCard(events, addressOf) {
  let label = "";
  let isWhole = false; // all pictures are shown
  /** @type {string[]} */
  let shown = [];
  const name = element("input", { class: "name", maxlength: 50, autocomplete: "off",
    spellcheck: "false", sayLabel: "class_is_called",
    on: { change: () => events.onName(name.value) } });
  const remove = button({ class: "quiet remove" }, () => events.onRemove(), "×");
  const hold = button({ class: "hold", say: "hold" }, () => {});
  const input = element("input", { type: "file", multiple: true, accept: "image/*",
    class: "hidden" });
  const count = element("p", { class: "count faint" });
  const thumbs = element("ul", { class: "thumbs" });
  const rest = button({ class: "quiet rest", hidden: true }, () => {
    isWhole = true;
    draw(shown);
  });
  const root = element("li", { class: "class-card" },
    element("div", { class: "row spread" }, name, remove),
    element("div", { class: "row" }, hold,
      element("label", { class: "button" }, input, element("span", { say: "choose_files" }))),
    count, thumbs, rest);
  makeDropZone(root, (files) => events.onFiles(files));
  makeHold(hold, events);

  /** @param {string} file */
  function thumb(file) {
    const text = { key: "remove", values: { name: file } };
    const one = button({ sayLabel: text, title: file }, () => {
      const next = one.parentElement?.nextElementSibling ?? one.parentElement?.previousElementSibling;
      /** @type {HTMLElement} */ (next?.firstElementChild ?? hold).focus();
      events.onRemove(file);
    }, element("img", { src: addressOf(file), alt: file, loading: "lazy", decoding: "async" }));
    return element("li", { data: { file } }, one);
  }

  /** The newest stand first; those that are there already stay as they are.
   * @param {string[]} pictures the oldest first */
  function draw(pictures) {
    shown = pictures;
    const wanted = [...pictures].reverse().slice(0, isWhole ? undefined : SHOWN);
    const items = new Map([...thumbs.children].map((item) =>
      [/** @type {HTMLElement} */ (item).dataset.file ?? "", item]));
    const keep = new Set(wanted);
    for (const [file, item] of items) if (!keep.has(file)) item.remove();
    for (const [place, file] of wanted.entries()) {
      const here = thumbs.children[place];
      const item = items.get(file) ?? thumb(file);
      if (item !== here) thumbs.insertBefore(item, here ?? null);
    }
    rest.hidden = wanted.length === pictures.length;
    say(rest, { key: "show_all", values: { count: pictures.length } });
    say(count, countText(pictures));
  }

  /** @param {Project["classes"][0]} content @param {string | null} holding */
  function update(content, holding) {
    if (content.name !== label) {
      label = name.value = content.name;
      say(remove, { key: "remove", values: { name: label } }, "sayLabel");
      thumbs.replaceChildren(); // their addresses have the name
    }
    root.classList.toggle("holding", holding === label);
    draw(content.pictures);
  }

  return { root, update, focus: () => query(root, ".name").focus() };
}

/** Tell when a button is pressed and let go: by mouse, finger, keys, or by what only clicks.
 * @param {HTMLElement} hold @param {ClassCardEvents} events */
function makeHold(hold, { onHold, onLetGo }) {
  hold.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    hold.setPointerCapture(event.pointerId);
    onHold();
  });
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) {
    hold.addEventListener(kind, () => onLetGo());
  }
  hold.addEventListener("contextmenu", (event) => event.preventDefault()); // of a long touch
  /** @type {(event: KeyboardEvent) => boolean} */
  const isKey = ({ key }) => key === " " || key === "Enter";
  hold.addEventListener("keydown", (event) => {
    if (!isKey(event)) return;
    event.preventDefault();
    if (!event.repeat) onHold();
  });
  hold.addEventListener("keyup", (event) => {
    if (!isKey(event)) return;
    event.preventDefault();
    onLetGo();
  });
  hold.addEventListener("click", ({ detail }) => {
    if (detail) return; // it was a pointer
    onHold();
    onLetGo();
  });
}
