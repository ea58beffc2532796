// @ts-check
// The room Look: pictures, tables and findings of the data.

import { columnsText, lookText } from "../core/data.js";
import { isTraining, stageText } from "../core/progress.js";
import { short } from "../core/text.js";
import { clear, element, query, say } from "../views/element.js";
import { findingList, meter } from "../views/lists.js";
import { attempt } from "../views/problem.js";

const LONG = 4; // classes; the table of more is as long as the figure
const MOST_VIEWS = 12;
const CELLS = ["", "number", "", "sparkline"]; // classes of a column's cells after its name

/** @type {Mount} */
export function mountLook(root, { actions, data, i18n, on }) {
  const seen = query(root, "#seen");
  const working = query(root, "#looking");
  const lookNow = query(root, ".look-now");

  on("state", () => {
    const { info, looked, state: { job } } = data;
    const looking = Boolean(job && !isTraining(job));
    working.hidden = !looking;
    seen.classList.toggle("waiting", looking);
    seen.setAttribute("aria-busy", String(looking));
    if (job && looking) say(working, stageText(job));
    // A look that was stopped, or made way for a training, can be had later.
    if (!job) lookNow.hidden = !info || Boolean(looked);
    query(root, ".empty").hidden = Boolean(info || looked);
  });
  on("look", () => {
    query(root, ".sight").hidden = !data.looked;
    if (data.looked) show(root, data.looked);
    lookNow.hidden = true;
    showFigure();
  });
  i18n.onLanguage(showFigure);
  lookNow.addEventListener("click", () => attempt("look", actions.look));

  // An image that needs no other file; as an image it can do nothing but be seen.
  function showFigure() {
    const image = encodeURIComponent(data.looked?.figure[i18n.language] ?? "");
    query(root, "img").setAttribute("src", `data:image/svg+xml;charset=utf-8,${image}`);
  }
}

/** @param {HTMLElement} root @param {Look} look */
function show(root, look) {
  const columns = query(root, ".columns");
  const views = query(root, ".views");
  say(query(root, ".what"), lookText(look));
  if (look.columns) say(columns, columnsText(look.columns));
  else clear(columns);
  query(root, ".findings").replaceWith(findingList(look.warnings));
  const isTable = look.table.length > 0; // its columns have no mean in common
  for (const head of root.querySelectorAll(".moment")) head.toggleAttribute("hidden", isTable);
  query(root, "tbody.statistics").replaceChildren(...statisticsRows(look));
  query(root, ".table-columns").hidden = !isTable;
  query(root, "tbody.table").replaceChildren(...tableRows(look));
  query(root, look.classes.length > LONG ? ".under" : ".aside").append(views);
  views.hidden = !look.views.length;
  say(query(views, "p"), look.classes.length
    ? { key: "views_about", values: { chance: { number: look.chance, digits: 3 } } }
    : "views_value");
  query(views, "ol").replaceChildren(...viewItems(look));
}

/** @param {Look} look */
const statisticsRows = ({ classes, statistics, table, target }) =>
  Object.entries(statistics).map(([name, { max, mean, min, n, n_test, variance }]) => {
    const numbers = [short(mean), short(variance), `${short(min)} … ${short(max)}`];
    return element("tr", {},
      element("th", { scope: "row" }, classes.length ? name : (target ?? name)),
      ...[n, n_test, ...(table.length ? [] : numbers)].map((value) =>
        element("td", { class: "number", say: { value } })));
  });

/** @param {Look} look */
const tableRows = ({ table }) => table.map(({ name, cells }) => element("tr", {},
  element("th", { scope: "row" }, name),
  ...cells.map((texts, place) =>
    element("td", { class: CELLS[place], say: { texts } }))));

/** @param {Look} look */
const viewItems = ({ chance, classes, views }) =>
  views.slice(0, MOST_VIEWS).map(({ accuracy, name, r2 }) => {
    const score = accuracy ?? r2 ?? 0;
    const share = Math.max(0, Math.min(1, score));
    return element("li", {}, element("span", { say: { texts: name } }),
      meter(share, classes.length ? chance : undefined),
      element("span", { class: "number" }, score.toFixed(3)));
  });
