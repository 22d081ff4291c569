import { make, wordsOf } from "../shared/page";
import { Item } from "./item";

export const say = wordsOf("upload");
const AT_ONCE = 2;

/** The files of one form: sends two at a time, tells how many are received, keeps the page until they are. */
export class Queue {
  readonly list = make("ul", "lines upload-list");
  readonly overall = make("p", "quiet");
  private readonly items = new Set<Item>();

  constructor(readonly form: HTMLFormElement) {
    this.list.setAttribute("aria-label", say("list"));
    this.list.hidden = true;
    this.overall.setAttribute("role", "status");
    window.addEventListener("beforeunload", (event) => {
      if (this.busy()) event.preventDefault();
    });
  }

  add(file: File, path: string): void {
    const item = new Item(this, file, path);
    this.items.add(item);
    this.list.append(item.row);
    this.list.hidden = false;
    item.check();
    this.next();
  }

  remove(item: Item): void {
    this.items.delete(item);
    item.row.remove();
    this.list.hidden = this.items.size === 0;
    this.next();
  }

  /** Starts what may start and says where we are. */
  next(): void {
    const all = [...this.items];
    const going = all.filter((item) => item.state === "sending").length;
    for (const item of all.filter((one) => one.state === "waiting").slice(0, Math.max(0, AT_ONCE - going))) item.send();
    this.tell(all);
  }

  private busy(): boolean {
    return [...this.items].some((item) => item.state === "sending" || item.state === "waiting");
  }

  private tell(all: Item[]): void {
    const done = all.filter((item) => item.state === "done").length;
    const refused = all.filter((item) => item.state === "refused" || item.state === "failed").length;
    const words = refused ? say("overall_refused", { done, total: all.length, refused }) : say("overall", { done, total: all.length });
    const end = this.busy() ? say("stay") : refused === 0 && done > 0 ? say("finished") : "";
    const sentence = all.length ? `${words} ${end}`.trim() : "";
    if (this.overall.textContent !== sentence) this.overall.textContent = sentence;
  }
}
