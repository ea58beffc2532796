// @ts-check
// The page begins here: words first, then every part on its element, then what there is.

import { createActions } from "./actions.js";
import { get } from "./api.js";
import { createCamera } from "./camera.js";
import { createI18n } from "./i18n.js";
import { mountBanner, mountLanguage, mountNavigation, mountProblems } from "./parts/frame.js";
import { mountCapture, mountUndo } from "./parts/capture.js";
import { mountClassCards } from "./parts/class_cards.js";
import { mountLive, mountLiveAnswer, mountLiveLoop } from "./parts/live.js";
import { mountLook } from "./parts/look.js";
import { mountDrops, mountLoose } from "./parts/loose_pictures.js";
import { mountOpenedTask } from "./parts/opened_task.js";
import { mountPrinted } from "./parts/printed.js";
import { mountResult } from "./parts/result.js";
import { mountRunFiles } from "./parts/run_files.js";
import { mountRunChoice, mountRunList } from "./parts/run_list.js";
import { mountTaskCards, mountOwnTasks } from "./parts/task_cards.js";
import { mountTaskEditor } from "./parts/task_editor.js";
import { mountBar, mountControls, mountTrainingForm } from "./parts/training.js";
import { mountTrainingCurves } from "./parts/training_curves.js";
import { mountDrawing, mountNetwork, mountSamples, mountTableRow } from "./parts/try.js";
import { mountTriedFiles } from "./parts/tried_files.js";
import { mountNote, mountUpload } from "./parts/upload.js";
import { createProjectActions } from "./project_actions.js";
import { createStore } from "./store.js";
import { query } from "./views/element.js";

/** What works on which element, in the order in which the parts hear the news.
 * @type {[string, Mount<any>][]} */
const PARTS = [
  ["#runs", mountRunChoice],
  ["#banner", mountBanner], ["#language", mountLanguage], ["nav", mountNavigation],
  ["main", mountProblems],
  ["#cards", mountTaskCards], ["#data-note", mountNote], ["#brought", mountOwnTasks],
  ["#editor", mountTaskEditor], ["#upload", mountUpload], ["#chosen", mountOpenedTask],
  ["#capture", mountCapture], ["#capture .class-cards", mountClassCards],
  ["#capture .undo", mountUndo], ["#capture .sight", mountLiveAnswer],
  ["main", mountDrops], ["#loose", mountLoose],
  ["#printed", mountPrinted],
  ["#look", mountLook],
  ["#order", mountTrainingForm], ["#order", mountControls], ["#bar", mountControls],
  ["#bar", mountBar], ["#charts", mountTrainingCurves], ["#result", mountResult],
  ["#runs", mountRunList],
  ["#try", mountNetwork], ["#pad", mountDrawing], ["#cells", mountTableRow],
  ["main", mountLiveLoop], ["#live", mountLive], ["#live", mountLiveAnswer],
  ["#new-samples", mountSamples], ["#own-files", mountTriedFiles], ["#home", mountRunFiles],
];

const i18n = createI18n(await get("/words"));
const store = createStore();
const actions = { ...createActions(store, i18n), ...createProjectActions(store, i18n) };
const page = { ...store, actions, camera: createCamera(store), i18n };
for (const [selector, mount] of PARTS) mount(query(document, selector), page);
query(document, "main").hidden = false;
await store.poll();
