// @ts-check
// What a user can do with pictures of their own: each change is in a folder on the disk at once.

import { get, post, put } from "./api.js";
import { freeName, inOrder, withPicture } from "./core/capture.js";

const OPEN = "miwake-project"; // the project that is open, while this tab is

/** @param {Store} store @param {I18n} i18n */
export function createProjectActions({ data, emit, update }, i18n) {
  /** @param {string} name */
  const at = (name) => `/api/projects/${encodeURIComponent(name)}`;
  /** @param {number} number */
  const className = (number) => i18n.translate({ key: "class_name", values: { number } });

  /** @param {Project & {renamed?: {before: string, after: string}}} contents */
  function show({ renamed, ...contents }) {
    if (renamed) emit("renamed", renamed);
    const project = inOrder(data.project, contents, renamed);
    sessionStorage.setItem(OPEN, project.name);
    update({ project }, "project");
  }

  /** Change the project that is open. @param {string} verb @param {object} values */
  async function change(verb, values) {
    const contents = await post(`${at(data.project?.name ?? "")}/${verb}`, values);
    show(contents);
    return contents;
  }

  /** @param {string} name */
  const openProject = async (name) => {
    update({ undo: null }, "undo");
    show(await get(at(name)));
  };

  /** Begin a project with classes that wait for pictures. @param {string[]} [classes] */
  async function newProject(classes = [className(1), className(2)]) {
    const name = i18n.translate("project_name"); // Keys: project_name.
    update({ undo: null }, "undo");
    show(await post("/api/projects", { name, classes }));
    update(await get("/api/tasks"), "tasks");
  }

  /** Open the project of before, or the one changed last; without any a new one. */
  async function reopenProject() {
    update(await get("/api/tasks"), "tasks");
    const { projects } = data;
    const stored = sessionStorage.getItem(OPEN) ?? "";
    const name = projects.includes(stored) ? stored : projects[0];
    await (name === undefined ? newProject() : openProject(name));
  }

  async function addClass() {
    if (data.project) await change("add", { name: freeName(data.project, className) });
  }

  /** @param {string} label @param {string} name */
  const renameClass = (label, name) => change("rename", { class: label, name });

  /** Take a class or one of its pictures away; it can come back.
   * @param {string} label @param {string} [file] */
  async function takeAway(label, file) {
    const { undo } = await change("remove", { class: label, file });
    update({ undo: { key: undo, name: file ?? label } }, "undo");
  }

  async function bringBack() {
    const { undo } = data;
    update({ undo: null }, "undo");
    if (undo) await change("restore", { undo: undo.key });
  }

  /** Keep a picture. @param {string} label @param {Blob} picture
   * @param {{hold: number, name?: string}} about its hold's number, or its file's name */
  async function addPicture(label, picture, { hold, name = "" }) {
    const { project } = data;
    if (!project) return;
    const asked = new URLSearchParams({ class: label, hold: String(hold), name });
    const { file } = await put(`${at(project.name)}/pictures?${asked}`, picture);
    if (data.project?.name !== project.name) return; // another was opened meanwhile
    update({ project: withPicture(data.project, label, file) }, "project");
  }

  /** Keep files as a class's pictures; what went wrong with some is thrown in the end.
   * @param {string} label @param {LocalFile[]} files */
  async function addFiles(label, files) {
    let problem;
    for (const { file } of files) {
      try {
        await addPicture(label, file, { hold: 0, name: file.name });
      } catch (error) {
        problem = error;
      }
    }
    if (problem) throw problem;
  }

  /** Keep loose pictures as a class, which may be there already.
   * @param {string} label @param {LocalFile[]} files */
  async function addLoose(label, files) {
    const isThere = data.project?.classes.some(({ name }) => name === label);
    let stored = label;
    if (!data.project) {
      await newProject([label]);
      stored = /** @type {Project} */ (/** @type {any} */ (data).project).classes[0].name;
    } else if (!isThere) stored = (await change("add", { name: label })).added;
    emit("capture");
    await addFiles(stored, files);
  }

  /** Have everything loaded that answers the camera, while pictures are taken. */
  const warm = () => post("/api/warm").catch(() => {}); // the first answer comes later then

  return { addClass, addFiles, addLoose, addPicture, bringBack, newProject, openProject,
    renameClass, reopenProject, takeAway, warm };
}
