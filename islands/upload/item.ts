import { button, make } from "../shared/page";
import { inWords } from "./figures";
import type { Queue } from "./queue";
import { type Answer, byPieces, inOne, type Line, type Named, type Sending } from "./sending";
import { say } from "./words";

export type State = "waiting" | "sending" | "paused" | "done" | "refused" | "failed" | "cancelled";

const TONE: Record<State, string> = {
  waiting: "none", sending: "now", paused: "waiting", done: "done", refused: "danger", failed: "danger", cancelled: "none",
};
let count = 0;

/** One file on its way: its line on the page, its sending, what became of it. */
export class Item implements Line {
  state: State = "waiting";
  sent = 0;
  readonly row = make("li", "line");
  private readonly what = make("div", "line-what");
  private readonly word = make("span", "state");
  private readonly does = make("div", "line-do");
  private readonly bar = make("progress");
  private readonly trouble = make("p", "error");
  private sending: Sending | undefined;

  constructor(
    private readonly queue: Queue,
    readonly named: Named,
    come: number,
  ) {
    const name = make("bdi", "", named.file.name);
    name.id = `upload-${++count}`;
    this.sent = come;
    this.bar.max = 100;
    this.bar.hidden = true;
    this.bar.setAttribute("aria-labelledby", name.id);
    this.trouble.hidden = true;
    this.what.append(name, make("p", "quiet", inWords(named.file.size)), this.bar, this.trouble);
    const state = make("div", "line-state");
    state.append(this.word);
    this.row.append(this.what, state, this.does);
    this.turn("waiting", say("waiting"));
  }

  get size(): number {
    return this.named.file.size;
  }

  /** Whether it still has to be sent. */
  get isOpen(): boolean {
    return this.state === "waiting" || this.state === "sending" || this.state === "paused";
  }

  /** Refuses here what the server would refuse after a long wait. */
  check(): void {
    const limit = this.queue.limit;
    if (this.size === 0) this.refuse(say("empty"));
    else if (this.size > limit) this.refuse(say("too_large", { size: inWords(this.size), limit: inWords(limit) }));
  }

  send(): void {
    this.moved(this.sent, this.size);
    const endpoint = this.queue.endpoint;
    this.sending = endpoint ? byPieces(endpoint, this.named, this) : inOne(this.queue.form, this.named, this);
  }

  at(url: string): void {
    this.named.url = url;
  }

  moved(sent: number, total: number): void {
    const percent = total ? Math.floor((100 * sent) / total) : 0;
    this.sent = sent;
    this.bar.value = percent;
    const words = say("sending", { percent });
    if (this.state === "sending") this.word.textContent = words;
    else this.turn("sending", words);
    this.queue.moved();
  }

  arrived(): void {
    this.turn("sending", say("checking"));
  }

  answered(answer: Answer | undefined): void {
    if (answer && !answer.ok) return this.refuse(answer.sentence ?? say("refused"));
    this.sent = this.size;
    this.turn("done", say("done"));
    this.queue.took(this, answer);
  }

  leftOut(): void {
    this.turn("done", say("done"));
    this.queue.leftOut(this);
  }

  /** Not the file's fault: it goes on, or is sent again, as it is. */
  failed(why: "failed" | "broken" | "too_large_here"): void {
    this.trouble.textContent = say(why);
    this.turn("failed", say("not_received"));
    this.queue.next();
  }

  pause(): void {
    if (this.state !== "sending" && this.state !== "waiting") return;
    this.sending?.pause();
    this.turn("paused", say("paused", { percent: this.size ? Math.floor((100 * this.sent) / this.size) : 0 }));
  }

  /** Back into the line, to go on where it stopped. */
  again(): void {
    this.turn("waiting", say("waiting"));
    this.check();
  }

  private refuse(sentence: string): void {
    this.trouble.textContent = sentence;
    this.turn("refused", say("refused"));
    this.queue.next();
  }

  private cancel(): void {
    this.sending?.stop();
    this.sent = 0;
    this.named.url = "";
    this.turn("cancelled", say("cancelled"));
    this.queue.next();
  }

  private retry(): void {
    this.again();
    this.queue.next();
  }

  private turn(state: State, words: string): void {
    this.state = state;
    this.word.dataset["state"] = TONE[state];
    this.word.textContent = words;
    this.bar.hidden = state !== "sending" && state !== "paused";
    this.trouble.hidden = state !== "refused" && state !== "failed";
    this.trouble.setAttribute("role", this.trouble.hidden ? "none" : "alert");
    this.offer();
  }

  private offer(): void {
    const had = this.does.contains(document.activeElement);
    const ways = this.ways().map(([words, act]) => {
      const one = button("as-link", say(words), act);
      one.append(make("span", "unseen", ` ${this.named.file.name}`));
      return one;
    });
    this.does.replaceChildren(...ways);
    if (had) ways[0]?.focus();
  }

  private ways(): [string, () => void][] {
    const pauses = this.queue.endpoint !== "";
    if (this.state === "sending" && pauses) return [["pause", () => this.queue.pauseOne(this)], ["cancel", () => this.cancel()]];
    if (this.state === "sending" || this.state === "waiting") return [["cancel", () => this.cancel()]];
    if (this.state === "paused") return [["go_on", () => this.retry()], ["cancel", () => this.cancel()]];
    const over: [string, () => void] = ["dismiss", () => this.queue.remove(this)];
    if (this.state === "done") return [];
    return this.state === "refused" ? [over] : [["retry", () => this.retry()], over];
  }
}
