// @ts-check
// A place to drop files and folders on; file inputs inside it choose them, too.

/** @type {(zone: HTMLElement, onFiles: (files: LocalFile[]) => void) => void} */
export function makeDropZone(zone, onFiles) {
  /** @type {(event: DragEvent, over: boolean) => void} */
  const mark = (event, over) => {
    event.preventDefault();
    zone.classList.toggle("over", over);
  };
  zone.addEventListener("dragover", (event) => mark(event, true));
  zone.addEventListener("dragleave", (event) => mark(event, false));
  zone.addEventListener("drop", async (event) => {
    mark(event, false);
    if (event.dataTransfer) onFiles(await filesOf(event.dataTransfer));
  });
  for (const input of zone.querySelectorAll("input")) {
    input.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      onFiles(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
      input.value = "";
    });
  }
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
