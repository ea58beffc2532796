// Building elements, and talking to the server.

import { put, putLabel, putPair } from "./words.js";

export const $ = (selector, root = document) => root.querySelector(selector);

export function h(name, options = {}, ...children) {
  const { say, values, pair, on = {}, data = {}, ...attributes } = options;
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  Object.assign(element.dataset, data);
  for (const label of ["sayLabel", "sayAlt"]) if (data[label]) putLabel(element, data[label], values, label);
  for (const [event, call] of Object.entries(on)) element.addEventListener(event, call);
  if (say) put(element, say, values);
  if (pair) putPair(element, pair);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// An error that the server explained, in both languages.
export class Problem extends Error {
  constructor(status, error) {
    super(error.text.en);
    this.status = status;
    this.text = error.text;
    this.line = error.line ?? null;
  }
}

export class Lost extends Error {}

export async function ask(method, path, body, type = "application/json") {
  let answer;
  try {
    const headers = body === undefined ? {} : { "Content-Type": type };
    const sent = type === "application/json" && body !== undefined ? JSON.stringify(body) : body;
    answer = await fetch(path, { method, headers, body: sent, cache: "no-store" });
  } catch (error) {
    throw new Lost(error.message);
  }
  const json = (answer.headers.get("content-type") ?? "").startsWith("application/json");
  if (!json) throw new Lost(String(answer.status));
  const found = await answer.json();
  if (!answer.ok) throw new Problem(answer.status, found.error);
  return found;
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);
export const send = (path, file) => ask("PUT", path, file, "application/octet-stream");

// Run something; what goes wrong is said in an element, anything unexpected is not hidden.
export async function tell(element, work) {
  element.hidden = true;
  delete element.dataset.busy;
  delete element.dataset.job;
  try {
    return await work();
  } catch (error) {
    if (error instanceof Lost) return undefined; // the banner says so
    if (!(error instanceof Problem)) throw error;
    putPair(element, error.text);
    element.hidden = false;
    if (error.status === 409) element.dataset.busy = ""; // until it is not
    element.scrollIntoView({ block: "nearest" });
    return undefined;
  }
}

// What went wrong in a job is said until the next one begins.
export function tellJob(element, error) {
  if (error) {
    putPair(element, error.text);
    element.hidden = false;
    element.dataset.job = error.id;
  } else if (element.dataset.job) {
    element.hidden = true;
    delete element.dataset.job;
  }
}

// Files and folders that are dropped or chosen, as {path, file}.
export async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ path: file.name, file }));
  const found = [];
  await Promise.all(entries.map((entry) => walk(entry, "", found)));
  return found;
}

async function walk(entry, above, found) {
  const path = above + entry.name;
  if (entry.isFile) {
    found.push({ path, file: await new Promise((yes, no) => entry.file(yes, no)) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const part = await new Promise((yes, no) => reader.readEntries(yes, no));
    if (!part.length) return;
    await Promise.all(part.map((inside) => walk(inside, `${path}/`, found)));
  }
}

// A place to drop files on; an input inside it chooses them, too.
export function dropzone(zone, take) {
  const over = (yes) => (event) => {
    event.preventDefault();
    zone.classList.toggle("over", yes);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", async (event) => {
    over(false)(event);
    take(await filesOf(event.dataTransfer));
  });
  for (const input of zone.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      take([...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
      input.value = "";
    });
  }
}
