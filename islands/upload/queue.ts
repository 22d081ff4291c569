import { button, make } from "../shared/page";
import { format } from "./figures";
import { Item } from "./item";
import { Page } from "./page";
import type { Answer, Named } from "./sending";
import { say } from "./words";

const AT_ONCE = 3;
const SHOWN_WAITING = 5;
const OFTEN = 200; // milliseconds

/** The files of one form: sends some at a time, tells how far all are, pauses and goes on, keeps the page meanwhile. */
export class Queue {
  readonly list = make("ul", "lines upload-list");
  readonly overall = make("div", "upload-overall");
  readonly limit: number;
  readonly endpoint: string;
  private readonly sentence = make("p", "quiet");
  private readonly bar = make("progress");
  private readonly more = make("p", "quiet");
  private readonly hold: HTMLButtonElement;
  private readonly items = new Set<Item>();
  private readonly page: Page;
  private received = 0;
  private done = 0;
  private left = 0;
  private paused = false;
  private told = 0;

  constructor(readonly form: HTMLFormElement) {
    this.limit = Number(form.dataset["maxBytes"]) || Infinity;
    this.endpoint = form.dataset["arriving"] ?? "";
    this.page = new Page(form);
    this.list.setAttribute("aria-label", say("list"));
    this.sentence.setAttribute("role", "status");
    this.bar.setAttribute("aria-label", say("all"));
    this.hold = button("as-link", say("pause_all"), () => (this.paused ? this.goOn() : this.pause()));
    this.overall.append(this.sentence, this.bar, this.hold);
    for (const one of [this.list, this.bar, this.hold, this.more]) one.hidden = true;
    this.list.after(this.more);
    window.addEventListener("beforeunload", (event) => {
      if (this.busy()) event.preventDefault();
    });
    window.addEventListener("online", () => this.again());
  }

  /** Takes a file; `come`: how many bytes of it have come before. */
  add(named: Named, come = 0): void {
    const item = new Item(this, named, come);
    this.items.add(item);
    item.check();
  }

  /** A file came whole on an earlier visit: it counts, and is not sent again. */
  hasAlready(file: File): void {
    this.received += file.size;
    this.done += 1;
  }

  remove(item: Item): void {
    this.items.delete(item);
    this.next();
  }

  /** A file is received: its line, if the server wrote one, or soon the whole list, goes where the page shows what there is. */
  took(item: Item, answer: Answer | undefined): void {
    this.received += item.size;
    this.done += 1;
    this.items.delete(item);
    this.next();
    this.page.show(item.named.url, answer, this.busy());
  }

  /** A file of a disc that is no record of anybody's. */
  leftOut(item: Item): void {
    this.received += item.size;
    this.left += 1;
    this.items.delete(item);
    this.next();
  }

  pauseOne(item: Item): void {
    item.pause();
    this.next();
  }

  /** Starts what may start, shows what is worth it, and says where we are. */
  next(): void {
    const all = [...this.items];
    const going = all.filter((item) => item.state === "sending").length;
    const free = this.paused ? 0 : Math.max(0, AT_ONCE - going);
    for (const item of all.filter((one) => one.state === "waiting").slice(0, free)) item.send();
    this.show(all);
    this.sayAll();
  }

  /** Says how far all files are; while bytes run, a few times a second. */
  moved(): void {
    const now = Date.now();
    if (now - this.told < OFTEN) return;
    this.told = now;
    this.sayAll();
  }

  private sayAll(): void {
    const all = [...this.items];
    const size = this.received + all.reduce((sum, item) => sum + item.size, 0);
    const sent = this.received + all.reduce((sum, item) => sum + (item.isOpen ? item.sent : item.size), 0);
    const busy = this.busy();
    this.bar.max = Math.max(1, size);
    this.bar.value = sent;
    this.bar.hidden = this.hold.hidden = !busy || !this.endpoint;
    this.tell(all, busy);
  }

  private pause(): void {
    this.paused = true;
    for (const item of this.items) item.pause();
    this.hold.textContent = say("go_on_all");
    this.next();
  }

  private goOn(): void {
    this.paused = false;
    this.hold.textContent = say("pause_all");
    this.again("paused");
  }

  private again(state: "paused" | "failed" = "failed"): void {
    for (const item of this.items) if (item.state === state) item.again();
    this.next();
  }

  private busy(): boolean {
    return [...this.items].some((item) => item.isOpen);
  }

  /** Thousands of lines help nobody: those that move or need somebody, and the next few. */
  private show(all: Item[]): void {
    const waiting = all.filter((item) => item.state === "waiting" || item.state === "paused");
    const unseen = new Set(waiting.slice(SHOWN_WAITING));
    const shown = all.filter((item) => !unseen.has(item));
    const rows = shown.map((item) => item.row);
    for (const row of [...this.list.children]) if (!rows.includes(row as HTMLLIElement)) row.remove();
    for (const row of rows) if (row.parentElement !== this.list) this.list.append(row);
    this.list.hidden = rows.length === 0;
    this.more.hidden = unseen.size === 0;
    this.more.textContent = unseen.size ? say("more", { n: format(unseen.size) }) : "";
    if (!this.more.isConnected) this.list.after(this.more);
  }

  private tell(all: Item[], busy: boolean): void {
    const refused = all.filter((item) => item.state === "refused" || item.state === "failed").length;
    const figures = { done: format(this.done), total: format(this.done + all.length), refused: format(refused) };
    const words = say(refused ? "overall_refused" : "overall", figures);
    const end = this.paused && busy ? say("paused_all") : busy ? say(this.endpoint ? "stay_or_return" : "stay") : refused === 0 && this.done + this.left > 0 ? say("finished") : "";
    const left = this.left ? say(this.left === 1 ? "left_out_one" : "left_out", { n: format(this.left) }) : "";
    const sentence = all.length || this.done || this.left ? [words, left, end].filter(Boolean).join(" ") : "";
    if (this.sentence.textContent !== sentence) this.sentence.textContent = sentence;
  }
}
