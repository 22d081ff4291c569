import { button, make } from "../shared/page";
import { format } from "./figures";
import type { Queue } from "./queue";
import { say } from "./words";

interface Known {
  name: string;
  folder: string;
  size: number;
  modified: number | null;
}

interface Waited extends Known {
  url: string;
  offset: number;
}

const SHOWN = 8;

/** The folders above a file, joined by "/". */
export function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

function keyOf(one: Known): string {
  return JSON.stringify([one.folder, one.name, one.size, one.modified]);
}

/**
 * The files that began to come on an earlier visit, on this device or another. The browser cannot open a person's files by
 * itself, so the page asks for the same ones again, and each goes on where it stopped. The server remembers them, for the
 * account that sends them; nothing about them is kept in the browser.
 */
export class Waiting {
  readonly box = make("div", "upload-waiting banner");
  /** What waits is known, or could not be learned. */
  readonly ready: Promise<void>;
  private files: Waited[] = [];
  private readonly here = new Set<string>();

  constructor(private readonly queue: Queue) {
    this.box.dataset["tone"] = "waiting";
    this.box.hidden = true;
    this.ready = this.load();
  }

  private async load(): Promise<void> {
    if (!this.queue.endpoint) return;
    const headers = { Accept: "application/json", "X-Requested-With": "upload" };
    const response = await fetch(this.queue.endpoint, { headers }).catch(() => undefined);
    if (!response?.ok) return;
    const told = (await response.json()) as { files: Waited[]; here: Known[] };
    this.files = told.files;
    for (const one of told.here) this.here.add(keyOf(one));
    this.show();
  }

  /** Whether this very file came whole on an earlier visit and is still kept. */
  isHere(file: File, path: string): boolean {
    return this.here.has(keyOf({ name: file.name, folder: folderOf(path), size: file.size, modified: file.lastModified }));
  }

  /** The upload that this file goes on with, if it is one of those that wait: same name, size and time of change. */
  take(file: File, path: string): Waited | undefined {
    const folder = folderOf(path);
    const same = this.files.filter(
      (one) => one.size === file.size && one.name === file.name && (one.modified === null || one.modified === file.lastModified),
    );
    const found = same.find((one) => one.folder === folder) ?? same.find((one) => !one.folder || !folder);
    if (found) this.files = this.files.filter((one) => one !== found);
    return found;
  }

  show(): void {
    this.box.hidden = this.files.length === 0;
    if (this.box.hidden) return;
    const n = this.files.length;
    const list = make("ul", "plain");
    for (const one of this.files.slice(0, SHOWN)) list.append(this.line(one));
    if (n > SHOWN) list.append(make("li", "quiet", say("more", { n: format(n - SHOWN) })));
    const forget = button("as-link", say("forget"), () => void this.forget());
    this.box.replaceChildren(make("p", "", say(n === 1 ? "waits_one" : "waits", { n: format(n) })), list, forget);
  }

  private line(one: Waited): HTMLElement {
    const line = make("li");
    const percent = one.size ? Math.floor((100 * one.offset) / one.size) : 0;
    line.append(make("bdi", "", one.name), ` ${say("came", { percent })}`);
    return line;
  }

  /** The person does not want to send them any more. */
  private async forget(): Promise<void> {
    const given = this.files.splice(0);
    this.show();
    for (const one of given) {
      await fetch(one.url, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0", "X-Requested-With": "upload" } }).catch(() => undefined);
    }
  }
}
