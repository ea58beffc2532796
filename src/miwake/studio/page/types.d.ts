// What the server sends, and what modules exchange. These types are global: nothing imports them.

/** One text in every language, as the server sends its own. */
type Texts = Record<string, string>;
/** A number is written as the language does, with as many digits as `digits` says. */
type Value = string | number | { number: number; digits: number };
/** A key of the catalogue, with what stands in its braces; a text of the server; a mere value. */
type Message =
  | string
  | { key: string; values?: Record<string, Value> }
  | { texts: Texts }
  | { value: Value };

interface Catalogue {
  lang: string;
  languages: Record<string, string>;
  words: Record<string, Record<string, string>>;
}

/** A request for a training or a look. */
interface Order {
  task: string;
  settings: Record<string, string>;
  options: Record<string, string | string[] | boolean>;
  train?: number | null;
  test?: number | null;
  seed?: number;
  network?: string | null;
  epochs?: number | null;
  batch_size?: number;
  repeats?: number;
  folds?: number;
}
/** The order to open a task: nothing but the task has to be said. */
type Opening = Pick<Order, "task"> & Partial<Order>;

interface Job {
  id: number;
  kind: "open" | "look" | "train" | "resume";
  stage: string;
  done: number;
  total: number;
  repeated: number;
  repeats: number;
  stopping: boolean;
}

type Figures = { epoch: number } & Record<string, number>;

interface Training {
  id: number;
  order: Order | null;
  history: Figures[];
  epochs: number;
  seconds: number[];
  run: string | null;
  ended: "" | "kept" | "stopped" | "failed";
  folder: string | null;
}

interface JobError { id: number; kind: Job["kind"]; text: Texts; line?: number | null }

/** What the server says when it is polled. */
interface State {
  /** The last lines that the task's own code printed. */
  printed: string[];
  boot: string;
  mark: string;
  runs: string;
  job: Job | null;
  training: Training | null;
  opened: number | null;
  looked: number | null;
  error: JobError | null;
  stopped: { id: number; kind: Job["kind"]; task: string } | null;
}

/** What is said of a job that failed or was stopped, and where. */
interface JobProblem {
  place: "data" | "editor" | "look" | "train";
  id: number;
  say: Message;
  line?: number | null;
  isError?: boolean;
}

interface PixelExample { pixels: number[]; width: number; height: number; grey: boolean }
type Example = PixelExample | { numbers: number[]; pixels?: undefined };

interface ClassExamples { name: string; examples: Example[] }

/** The task that is open. */
interface TaskInfo {
  order: Order;
  name: string;
  title: string;
  description: string;
  classes: string[];
  target: string | null;
  settings: Record<string, string>;
  networks: string[];
  network: string;
  train: number | null;
  test: number | null;
  epochs: number | null;
  counts: boolean;
  /** What reads the user's own data, and the options it takes. */
  reader: { form: string; options: string[] } | null;
  examples: ClassExamples[];
}

interface Finding { status: "bad" | "warning" | "note" | "good"; text: Texts }

interface ClassStatistics {
  n: number;
  n_test: number;
  mean: number | null;
  variance: number | null;
  min: number | null;
  max: number | null;
}

interface Columns { numbers: string[]; texts: Record<string, number> }

interface Look {
  classes: string[];
  target: string | null;
  train: number;
  test: number;
  shape: number[];
  chance: number;
  epochs: number | null;
  columns: Columns | null;
  /** Of each column of a table: its type, how many miss it, its range and a small picture. */
  table: { name: string; cells: Texts[] }[];
  warnings: Finding[];
  statistics: Record<string, ClassStatistics>;
  views: { name: Texts; accuracy?: number; r2?: number }[];
  figure: Texts;
}

interface UnfinishedRun {
  run: string;
  unfinished: true;
  busy: boolean;
  /** What is wrong with it, where it can't be read. */
  damaged?: Texts;
}

interface RunSummary {
  run: string;
  unfinished: false;
  busy: boolean;
  task: string;
  title: string;
  network: string;
  classes: string[];
  target: string | null;
  train: number;
  test: number;
  epochs: number;
  epochs_asked: number;
  repeated: number;
  repeats_asked: number;
  history: Figures[];
  test_accuracy?: number;
  low?: number;
  high?: number;
  chance?: number;
  test_r2?: number;
  test_r2_low?: number;
  test_r2_high?: number;
  resumable: boolean;
}

type Run = RunSummary | UnfinishedRun;

interface Step { verb: "train" | "look"; order: Order }

interface RunDetails extends RunSummary {
  results: { per_class: Record<string, { accuracy: number | null }> };
  repeats: { n: number; mean: number; sd: number; min: number; max: number } | null;
  verdict: Finding[];
  next: string | null;
  next_order: Step | null;
  order: Order;
  allowed: boolean;
  source: boolean;
  home: { command: string; python: string };
}

/** What the network of a run takes. */
interface Network {
  classes: string[];
  kind: string;
  draw: boolean;
  /** Whether it can be asked about what the camera sees. */
  camera: boolean;
  /** The files it takes, as a file input has them. */
  accept: string;
  fields: { name: string; usual?: string; choices?: string[] }[];
}

interface Answer { prediction: string | number; probabilities?: number[] }

type Sample = Answer & Example & { answer?: string | number; name?: string };

/** What is chosen on the page and what the server said, as the store holds it. */
interface Snapshot {
  state: State;
  info: TaskInfo | null;
  looked: Look | null;
  runs: Run[];
  tasks: { task: string; title: string }[];
  own: string[];
  given: string | null;
  /** A task was chosen of which the server doesn't know yet. */
  opening: boolean;
  /** The name of the run that is shown. */
  chosen: string | null;
  details: RunDetails | null;
  /** Names of the runs that are compared with it in the charts. */
  compared: Set<string>;
  /** The id of the training whose end the page has handled. */
  followed: number;
  /** The panel of the room Data that is open. */
  panel: "editor" | "upload" | "capture" | null;
  /** A notice about uploaded files. */
  note: Message | null;
  /** The run whose network answers in the room Try, and what it takes once it is loaded. */
  tried: string | null;
  network: Network | null;
  /** The names of the folders of pictures that can be changed, the newest first. */
  projects: string[];
  project: Project | null;
  /** What was taken away last, and the key by which it comes back. */
  undo: { key: string; name: string } | null;
  camera: MediaStream | null;
  /** What the network says of what the camera sees. */
  live: Answer | null;
}

/** A folder of pictures, one sub-folder a class; the oldest picture stands first. */
interface Project { name: string; task: string; classes: { name: string; pictures: string[] }[] }

/** What a class's card tells: without a file, all of it is removed. */
interface ClassCardEvents {
  onHold(): void;
  onLetGo(): void;
  onName(name: string): void;
  onFiles(files: LocalFile[]): void;
  onRemove(file?: string): void;
}

/** Values of the form, as they were typed. */
type Typed = Record<string, string>;

interface RunHistory { name: string; history: Figures[] }

interface CurvePoint { epoch: number; value: number }

interface Curve {
  name: string;
  /** "of_train" or "of_test". */
  part: string;
  /** 0: the run that is shown; others are compared with it. */
  place: number;
  points: CurvePoint[];
}

interface Tick { at: number; label: string }

interface Chart { title: string; caption: Message; curves: Curve[] }

type Store = ReturnType<typeof import("./store.js").createStore>;
type Actions = ReturnType<typeof import("./actions.js").createActions> &
  ReturnType<typeof import("./project_actions.js").createProjectActions>;
type Camera = ReturnType<typeof import("./camera.js").createCamera>;
type I18n = ReturnType<typeof import("./i18n.js").createI18n>;

/** What every part gets. */
type Page = Store & { actions: Actions; camera: Camera; i18n: I18n };
/** Put a part of the page to work on its element. */
type Mount<Root extends HTMLElement = HTMLElement> = (root: Root, page: Page) => void;

/** What there is news of; the news are in the store. */
type Noun =
  | "state" | "task" | "look" | "runs" | "tasks" // of the server
  | "choice" | "run" | "comparison" | "epoch" | "panel" | "network" // of the page
  | "project" | "undo" | "camera" | "live" // of pictures of the user's own
  | "order" | "draft" | "start" | "loss" | "contact" // events
  | "renamed" | "loose" | "dropped" | "capture"; // events that leave nothing behind

/** A point on the pad, in shares of its side. */
interface Point { x: number; y: number }

interface LocalFile { path: string; file: File }

type Child = Node | string | number | false | null | undefined;
interface ElementOptions {
  say?: Message | null;
  sayLabel?: Message;
  data?: Record<string, string>;
  on?: Record<string, (event: any) => void>;
  [attribute: string]: unknown;
}
