// @ts-check
// What is around the rooms: the banner, the language, the navigation, and problems of jobs.

import { dataProblem, isTraining, trainingProblem } from "../core/progress.js";
import { query, say } from "../views/element.js";
import { showJobProblem } from "../views/problem.js";

const RESTARTED = 8000; // milliseconds for which it is said

/** @type {Mount} */
export function mountBanner(banner, { data, on }) {
  let boot = "";
  on("loss", () => {
    say(banner, "lost");
    banner.hidden = false;
  });
  on("contact", () => {
    const restarted = boot && boot !== data.state.boot;
    if (restarted) {
      say(banner, "restarted");
      setTimeout(() => (banner.hidden = true), RESTARTED);
    } else if (banner.dataset.say === "lost") banner.hidden = true;
    boot = data.state.boot;
  });
}

/** @type {Mount} */
export function mountLanguage(button, { i18n }) {
  const show = () => {
    button.textContent = i18n.next.name;
    button.lang = i18n.next.code;
  };
  button.addEventListener("click", () => i18n.choose(i18n.next.code));
  i18n.onLanguage(show);
  show();
}

/** Mark the room that is seen. @type {Mount} */
export function mountNavigation(nav) {
  const links = [...nav.querySelectorAll("a")];
  const watcher = new IntersectionObserver((entries) => {
    const seen = entries.filter(({ isIntersecting }) => isIntersecting).at(-1);
    if (!seen) return;
    for (const link of links) {
      if (link.hash === `#${seen.target.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-30% 0px -60% 0px" });
  for (const { hash } of links) watcher.observe(query(document, hash));
}

/** Say what failed or was stopped; what was refused for a training is forgotten once that ends.
 * @type {Mount} */
export function mountProblems(main, { actions, data, on }) {
  let newest = 0;
  on("state", () => {
    const problem = dataProblem(data);
    for (const place of /** @type {const} */ (["data", "editor", "look"])) {
      showJobProblem(place, problem);
    }
    showJobProblem("train", trainingProblem(data.state));
    if (problem?.isError && problem.id !== newest) {
      newest = problem.id;
      actions.reloadTasks(); // what can't be opened can be removed
    }
    if (isTraining(data.state.job)) return;
    for (const element of main.querySelectorAll("[data-busy]")) {
      element.removeAttribute("data-busy");
      element.toggleAttribute("hidden", true);
    }
  });
}
