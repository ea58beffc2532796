// What the page says, in the language chosen. Every text that is shown went through here, so that
// switching the language changes the words in place and nothing else.

let words = {};
let lang = "en";
const values = new WeakMap();
const pairs = new WeakMap();
const listeners = [];
const ATTRIBUTES = { sayLabel: "aria-label", sayPlaceholder: "placeholder", sayAlt: "alt" };

export const language = () => lang;

export function setWords(found, first) {
  words = found;
  speak(localStorage.getItem("miwake-lang") ?? first);
}

export function say(key, filled = {}, to = lang) {
  const text = words[to]?.[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => filled[name]);
}

// A sentence in all languages, as the server says its own.
export const both = (key, filled) => Object.fromEntries(Object.keys(words).map((to) => [to, say(key, filled, to)]));

export function number(value, digits) {
  const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(lang, digits === undefined ? {} : fixed).format(value);
}

export const percent = (share) => (share >= 0.9995 ? "100 %" : `${(100 * share).toFixed(1)} %`);

// An element says a sentence of the catalogue.
export function put(element, key, given = {}) {
  element.dataset.say = key;
  delete element.dataset.pair;
  values.set(element, given);
  coded(element, say(key, filled(element)));
  return element;
}

// An element says what the server says in both languages.
export function putPair(element, pair) {
  element.dataset.pair = "";
  delete element.dataset.say;
  pairs.set(element, pair);
  coded(element, pair[lang]);
  return element;
}

export function onLanguage(listener) {
  listeners.push(listener);
}

export function speak(to) {
  lang = words[to] ? to : "en";
  document.documentElement.lang = lang;
  refresh(document);
  for (const listener of listeners) listener(lang);
}

export function chooseLanguage(to) {
  localStorage.setItem("miwake-lang", to);
  speak(to);
}

function refresh(root) {
  for (const element of root.querySelectorAll("[data-say]")) {
    coded(element, say(element.dataset.say, filled(element)));
  }
  for (const element of root.querySelectorAll("[data-pair]")) coded(element, pairs.get(element)[lang]);
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
    const selector = `[data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}]`;
    for (const element of root.querySelectorAll(selector)) {
      element.setAttribute(attribute, say(element.dataset[name], filled(element)));
    }
  }
}

export function putLabel(element, key, given = {}, name = "sayLabel") {
  element.dataset[name] = key;
  values.set(element, given);
  element.setAttribute(ATTRIBUTES[name], say(key, given));
  return element;
}

// Values may be functions, for what is written differently in each language.
function filled(element) {
  const given = values.get(element) ?? {};
  return typeof given === "function" ? given() : given;
}

// What stands between backticks is code.
function coded(element, text) {
  const parts = text.split("`");
  if (parts.length < 3) {
    if (element.textContent !== text) element.textContent = text;
    return;
  }
  element.replaceChildren(
    ...parts.map((part, place) => {
      if (place % 2 === 0) return document.createTextNode(part);
      const code = document.createElement("code");
      code.textContent = part;
      return code;
    }),
  );
}
