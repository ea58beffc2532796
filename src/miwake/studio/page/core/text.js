// @ts-check
// How numbers, names and times are written, the same in every language.

/** @param {number} share */
export const percent = (share) => (share >= 0.9995 ? "100 %" : `${(100 * share).toFixed(1)} %`);

/** Write a number, or a dash for none. @param {number | null} [value] */
export const digits = (value, count = 3) => value?.toFixed(count) ?? "–";

/** Write four digits, without zeros at the end. @param {number | null} value */
export const short = (value) => (value === null ? "–" : String(Number(value.toPrecision(4))));

/** Name a task as its user knows it: a path by its last part. @param {string} task */
export const baseName = (task) => task.split(/[\\/]/).pop() ?? "";

/** @param {number} seconds */
export function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (minutes) return `${minutes}:${String(rest).padStart(2, "0")}`;
  return `${seconds < 10 ? seconds.toFixed(1) : rest} s`;
}

// Characters that turn the order of a line; lines and tabs stay.
const STEERING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Write them as JSON does, in names that others chose. @type {(text: string) => string} */
export const visible = (text) =>
  text.replace(STEERING, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
