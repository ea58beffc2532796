// @ts-check
// Finding and building elements.

/** @template {Element} [T=HTMLElement]
 * @param {ParentNode} root @param {string} selector @returns {T} */
export function query(root, selector) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return /** @type {T} */ (element);
}

/** @type {(form: HTMLFormElement, name: string) => HTMLInputElement} */
export const field = (form, name) => query(form, `[name="${name}"]`);

/** Build an element; `say` is its message, `data` its dataset, `on` its listeners, the rest are
 * attributes.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {ElementOptions} [options] @param {...Child} children */
export function element(name, options = {}, ...children) {
  const { data, on = {}, say: text, sayLabel, ...attributes } = options;
  const created = document.createElement(name);
  setAttributes(created, attributes);
  Object.assign(created.dataset, data);
  if (text) say(created, text);
  if (sayLabel) say(created, sayLabel, "sayLabel");
  for (const [event, listener] of Object.entries(on)) created.addEventListener(event, listener);
  created.append(...present(children));
  return created;
}

/** @param {ElementOptions} options @param {() => void} onClick @param {...Child} children */
export const button = (options, onClick, ...children) =>
  element("button", { type: "button", on: { click: onClick }, ...options }, ...children);

/** @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name @param {Record<string, unknown>} attributes @param {...Child} children */
export function svg(name, attributes, ...children) {
  const created = document.createElementNS("http://www.w3.org/2000/svg", name);
  setAttributes(created, attributes);
  created.append(...present(children));
  return created;
}

/** @type {(element: Element, attributes: Record<string, unknown>) => void} */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value || value === 0 || value === "") element.setAttribute(name, String(value));
  }
}

/** Leave out what is nothing. @type {(children: Child[]) => (Node | string)[]} */
export const present = (children) =>
  children.filter((child) => child).map((child) => (child instanceof Node ? child : String(child)));

/** Let an element, or one of its attributes, say a message.
 * @param {HTMLElement | SVGElement} element @param {Message} message
 * @param {"say" | "sayLabel" | "sayPlaceholder"} [what] */
export function say(element, message, what = "say") {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  if (element.dataset[what] !== text) element.dataset[what] = text;
}

/** @param {HTMLElement} element */
export function clear(element) {
  delete element.dataset.say;
  element.replaceChildren();
}
