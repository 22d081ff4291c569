type Take = (file: File, path: string) => void;

/** Hands over every file of a drop, also those inside dropped folders, with the path inside the folder. */
export async function dropped(transfer: DataTransfer, take: Take): Promise<void> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) for (const file of transfer.files) take(file, "");
  for (const entry of entries) await walk(entry, take);
}

async function walk(entry: FileSystemEntry, take: Take): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    take(file, entry.fullPath.replace(/^\//, ""));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return;
    for (const inner of some) await walk(inner, take);
  }
}
