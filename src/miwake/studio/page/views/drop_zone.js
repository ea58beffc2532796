// @ts-check
// A place to drop files and folders on; file inputs inside it choose them, too.

/** @type {(zone: HTMLElement, onFiles: (files: LocalFile[]) => void) => void} */
export function makeDropZone(zone, onFiles) {
  takeDrops(zone, onFiles);
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = zone.querySelectorAll("input[type=file]");
  for (const input of inputs) {
    input.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      onFiles(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
      input.value = "";
    });
  }
}

/** Take what is dropped on an element, unless a zone inside it does.
 * @type {(zone: HTMLElement, onFiles: (files: LocalFile[]) => void) => void} */
export function takeDrops(zone, onFiles) {
  /** @type {(event: DragEvent, over: boolean) => boolean} */
  const mark = (event, over) => {
    if (!event.dataTransfer?.types.includes("Files")) return false; // a text that is moved
    event.preventDefault();
    event.stopPropagation();
    zone.classList.toggle("over", over);
    return true;
  };
  zone.addEventListener("dragover", (event) => mark(event, true));
  zone.addEventListener("dragleave", (event) => mark(event, false));
  zone.addEventListener("drop", async (event) => {
    if (mark(event, false) && event.dataTransfer) onFiles(await filesOf(event.dataTransfer));
  });
}

/** @type {(transfer: DataTransfer) => Promise<LocalFile[]>} */
async function filesOf({ files, items }) {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (!entries.length) return [...files].map((file) => ({ path: file.name, file }));
  return (await Promise.all(entries.map((entry) => filesIn(entry, "")))).flat();
}

/** @type {(entry: any, folder: string) => Promise<LocalFile[]>} */
async function filesIn(entry, folder) {
  const path = folder + entry.name;
  if (entry.isFile) {
    return [{ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) }];
  }
  const reader = entry.createReader();
  const files = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return files;
    files.push(...(await Promise.all(some.map((one) => filesIn(one, `${path}/`)))).flat());
  }
}
