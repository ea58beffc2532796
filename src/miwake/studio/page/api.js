// @ts-check
// Talking to the server.

/** Something that can't be done, explained. */
export class Problem extends Error {
  /** @param {number} status @param {Message} say */
  constructor(status, say) {
    super(JSON.stringify(say));
    this.status = status;
    this.say = say;
  }
}

/** The server doesn't answer. */
export class ConnectionLost extends Error {}

/** @type {(method: string, path: string, body?: BodyInit, type?: string) => Promise<any>} */
async function request(method, path, body, type) {
  let response;
  try {
    const headers = type ? { "Content-Type": type } : undefined;
    response = await fetch(path, { method, headers, body, cache: "no-store" });
  } catch (error) {
    throw new ConnectionLost(String(error));
  }
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  if (!isJson) throw new ConnectionLost(String(response.status));
  const content = await response.json();
  if (!response.ok) throw new Problem(response.status, { texts: content.error.text });
  return content;
}

/** @param {string} path */
export const get = (path) => request("GET", path);

/** @param {string} path @param {object} [values] */
export const post = (path, values = {}) =>
  request("POST", path, JSON.stringify(values), "application/json");

/** Send a file. @param {string} path @param {BodyInit} file */
export const put = (path, file) => request("PUT", path, file, "application/octet-stream");
