// @ts-check
// The language of the page. An element with `data-say` holds a message, and its text follows the
// language; so do the attributes below. Nothing else on the page writes texts.

import { visible } from "./core/text.js";

const ATTRIBUTES = { sayLabel: "aria-label", sayPlaceholder: "placeholder", sayAlt: "alt" };
const WATCHED = ["data-say", "data-say-label", "data-say-placeholder", "data-say-alt"];
const SPEAKING = WATCHED.map((name) => `[${name}]`).join();
const STORED = "miwake-lang";

/** @param {Catalogue} catalogue */
export function createI18n({ lang: first, languages, words }) {
  /** @type {(() => void)[]} */
  const listeners = [];
  const codes = Object.keys(languages);
  const stored = localStorage.getItem(STORED) ?? "";
  let lang = codes.includes(stored) ? stored : first;

  /** @type {(value: Value) => string} */
  function written(value) {
    if (typeof value === "string") return visible(value);
    const { digits, number } = typeof value === "number" ? { number: value } : value;
    const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(lang, digits === undefined ? {} : fixed).format(number);
  }

  /** @type {(message: Message) => string} */
  function translate(message) {
    if (typeof message === "string") return translate({ key: message });
    if ("value" in message) return written(message.value);
    if ("texts" in message) return visible(message.texts[lang]);
    const text = words[lang][message.key];
    if (text === undefined) throw new Error(`no words for ${message.key}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => written(message.values?.[name] ?? ""));
  }

  /** @param {Element} element */
  function render(element) {
    if (!(element instanceof HTMLElement || element instanceof SVGElement)) return;
    const { say } = element.dataset;
    if (say) write(element, translate(parse(say)));
    for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
      const message = element.dataset[name];
      if (message) element.setAttribute(attribute, translate(parse(message)));
    }
  }

  function renderAll() {
    document.documentElement.lang = lang;
    for (const element of document.querySelectorAll(SPEAKING)) render(element);
  }

  // What comes onto the page, or is to say something else, is translated before it is painted.
  new MutationObserver((changes) => {
    for (const { addedNodes, target, type } of changes) {
      for (const node of type === "attributes" ? [target] : addedNodes) {
        if (!(node instanceof Element)) continue;
        render(node);
        if (type !== "attributes") node.querySelectorAll(SPEAKING).forEach(render);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributeFilter: WATCHED });
  renderAll();

  return {
    translate,
    get language() {
      return lang;
    },
    /** The language that a click on the button brings, by its own name. */
    get next() {
      const code = codes[(codes.indexOf(lang) + 1) % codes.length];
      return { code, name: languages[code] };
    },
    /** @param {string} code */
    choose(code) {
      localStorage.setItem(STORED, code);
      lang = code;
      renderAll();
      for (const listener of listeners) listener();
    },
    /** @param {() => void} listener */
    onLanguage: (listener) => void listeners.push(listener),
  };
}

/** Read a key, or a message as JSON. @type {(say: string) => Message} */
const parse = (say) => (say.startsWith("{") ? JSON.parse(say) : say);

/** Write a text; what stands between backticks is code.
 * @param {Element} element @param {string} text */
function write(element, text) {
  const parts = text.split("`");
  if (parts.length < 3) {
    if (element.textContent !== text) element.textContent = text;
    return;
  }
  element.replaceChildren(...parts.map((part, place) => {
    const code = document.createElement("code");
    code.textContent = part;
    return place % 2 ? code : part;
  }));
}
