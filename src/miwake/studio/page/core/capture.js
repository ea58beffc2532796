// @ts-check
// Pictures of the user's own: what a project lacks, how pictures are named, what the camera says.

import { baseName } from "./text.js";

const LONGEST = 320; // pixels of the longer side of a picture that the camera takes
const HOLD = /^hold-(\d+)-\d+\./; // pictures that were taken while a button was held
const PICTURE = /\.(png|jpe?g|jpe|jfif|jif|bmp|gif|tiff?|webp|heic|heif)$/i;
const FEWEST = 2; // bursts of a class: one to learn from, one to test with
export const SHOWN = 60; // pictures of a class, until all are asked for

/** Scale a picture of the camera down. @type {(width: number, height: number) =>
 * {width: number, height: number}} */
export function frameSize(width, height) {
  const ratio = Math.min(1, LONGEST / Math.max(width, height, 1));
  return { width: Math.round(width * ratio), height: Math.round(height * ratio) };
}

/** Say why there is no picture, by the name of what the browser throws.
 * @type {(name: string) => Message} */
export function cameraProblem(name) {
  // Keys: camera_refused, camera_none, camera_used, camera_insecure.
  /** @type {Record<string, string>} */
  const keys = {
    NotAllowedError: "camera_refused", SecurityError: "camera_refused",
    NotFoundError: "camera_none", OverconstrainedError: "camera_none",
    NotReadableError: "camera_used", AbortError: "camera_used",
    InsecureContext: "camera_insecure",
  };
  return keys[name] ?? { key: "camera_failed", values: { name } };
}

/** Give a hold a number that none in the project has. @param {Project} project */
export const nextHold = ({ classes }) =>
  1 + Math.max(0, ...classes.flatMap(({ pictures }) => pictures.map(holdOf)));

/** @param {string} file @returns its hold's number; 0 where it was brought as a file */
const holdOf = (file) => Number(HOLD.exec(file)?.[1] ?? 0);

/** Count what can be parted for the test: a hold is one, and so is each file.
 * @param {string[]} pictures */
export const countBursts = (pictures) => new Set(pictures.map((file) => holdOf(file) || file)).size;

/** Say how many pictures a class has. @param {string[]} pictures @returns {Message} */
export function countText(pictures) {
  const holds = new Set(pictures.map(holdOf).filter(Boolean)).size;
  // Keys: pictures_in_holds, pictures_count.
  const key = holds ? "pictures_in_holds" : "pictures_count";
  return { key, values: { count: pictures.length, holds } };
}

/** Say what is missing before a network can be trained; null: nothing.
 * @param {Project} project @returns {Message | null} */
export function missingText({ classes }) {
  // Keys: needs_two_classes.
  if (classes.length < 2) return "needs_two_classes";
  const empty = classes.find(({ pictures }) => !pictures.length);
  if (empty) return { key: "needs_pictures", values: { name: empty.name } };
  return null;
}

/** Advise on what makes the test better; null: nothing.
 * @param {Project} project @returns {Message | null} */
export function adviceText({ classes }) {
  const once = classes.find(({ pictures }) => countBursts(pictures) < FEWEST);
  return once ? { key: "better_second_hold", values: { name: once.name } } : null;
}

/** Keep the cards where they are, whatever their classes' names are now.
 * @param {Project | null} before @param {Project} after
 * @param {{before: string, after: string}} [renamed] @returns {Project} */
export function inOrder(before, after, renamed) {
  if (before?.name !== after.name) return after;
  const names = before.classes.map(({ name }) => (name === renamed?.before ? renamed.after : name));
  /** @param {string} name */
  const place = (name) => (names.includes(name) ? names.indexOf(name) : names.length);
  const classes = [...after.classes].sort((a, b) => place(a.name) - place(b.name));
  return { ...after, classes };
}

/** Add a picture that is kept. @type {(project: Project, label: string, file: string) => Project} */
export const withPicture = (project, label, file) => ({
  ...project,
  classes: project.classes.map((one) =>
    (one.name === label ? { ...one, pictures: [...one.pictures, file] } : one)),
});

/** Find a name for another class that none has. @type {(project: Project,
 * nameOf: (number: number) => string) => string} */
export function freeName({ classes }, nameOf) {
  const taken = new Set(classes.map(({ name }) => name));
  let number = classes.length + 1;
  while (taken.has(nameOf(number))) number += 1;
  return nameOf(number);
}

/** Tell pictures that lie in no folder, of which nobody knows the class.
 * @param {LocalFile[]} files */
export const areLoose = (files) =>
  files.length > 0 && files.every(({ path }) => !path.includes("/") && PICTURE.test(path));

/** Tell whether a task is a project, and which. @param {Snapshot} snapshot */
export const projectOf = ({ info, projects }) =>
  projects.find((name) => info && baseName(info.order.task) === name) ?? null;

/** Tell whether what the camera sees can be asked about. @param {Snapshot} snapshot */
export const isLive = ({ camera, network, state: { job } }) =>
  Boolean(camera && network?.camera) && job?.kind !== "train" && job?.kind !== "resume";
