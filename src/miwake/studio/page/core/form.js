// @ts-check
// The form of the room Train: what stands in it first, and the order that it makes.

const NUMBERS = /** @type {const} */ (
  ["epochs", "train", "test", "seed", "batch_size", "repeats", "folds"]
);

/** Find the order for the form: that of the training, where one runs for the open task.
 * @type {(info: TaskInfo, state: State) => Order} */
export function shownOrder(info, { job, training }) {
  const order = job?.kind === "train" ? training?.order : null;
  return order?.task === info.order.task ? order : info.order;
}

/** Fill the form: what an order leaves open is as usual for the task and its data.
 * @type {(info: TaskInfo, order: Order, looked: Look | null) => Typed} */
export function formValues(info, order, looked) {
  const values = {
    network: order.network ?? info.network,
    epochs: order.epochs ?? (looked ?? info).epochs ?? "",
    train: order.train ?? (info.counts ? info.train : ""),
    test: order.test ?? (info.counts ? info.test : ""),
    seed: order.seed ?? 0,
    batch_size: order.batch_size ?? 32,
    repeats: order.repeats ?? 1,
    folds: order.folds ?? 1,
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}`]));
}

/** Tell whether a look at the data decides about the epochs. @param {Snapshot} snapshot */
export const followsLook = ({ info, looked }) =>
  Boolean(looked && info?.reader && !info.order.epochs);

/** Make the order from what was typed. The task's own counts are left out, so that a run says what
 * was changed. @type {(info: TaskInfo, typed: Typed) => Order} */
export function orderOf(info, typed) {
  const { task, settings, options } = info.order;
  /** @type {Order} */
  const order = { task, settings, options, network: typed.network };
  for (const name of NUMBERS) if (typed[name] !== "") order[name] = Number(typed[name]);
  if (info.counts && order.train === info.train) delete order.train;
  if (info.counts && order.test === info.test) delete order.test;
  return order;
}

/** Say what a number may be. @type {(input: {min: string, max: string}) => Message} */
export const limitsText = ({ max, min }) =>
  ({ key: "limits", values: { least: Number(min), most: Number(max) } });
