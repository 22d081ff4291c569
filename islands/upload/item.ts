import { button, isSignedOut, make, signedOut, stillHere, tokenFor } from "../shared/page";
import { type Queue, say } from "./queue";

export type State = "waiting" | "sending" | "done" | "refused" | "failed" | "cancelled";

interface Answer {
  ok: boolean;
  id?: string;
  sentence?: string;
  row_html?: string;
}

const TONE: Record<State, string> = {
  waiting: "none", sending: "now", done: "done", refused: "danger", failed: "danger", cancelled: "none",
};
let count = 0;

/** One file on its way: its line on the page, its request, what became of it. */
export class Item {
  state: State = "waiting";
  readonly row = make("li", "line");
  private readonly what = make("div", "line-what");
  private readonly word = make("span", "state");
  private readonly does = make("div", "line-do");
  private readonly bar = make("progress");
  private readonly trouble = make("p", "error");
  private request: XMLHttpRequest | undefined;

  constructor(
    private readonly queue: Queue,
    private readonly file: File,
    private readonly path: string,
  ) {
    const name = make("bdi", "", file.name);
    name.id = `upload-${++count}`;
    this.bar.max = 100;
    this.bar.hidden = true;
    this.bar.setAttribute("aria-labelledby", name.id);
    this.trouble.hidden = true;
    this.what.append(name, make("p", "quiet", inWords(file.size)), this.bar, this.trouble);
    const state = make("div", "line-state");
    state.append(this.word);
    this.row.append(this.what, state, this.does);
    this.turn("waiting", say("waiting"));
  }

  /** Refuses here what the server would refuse after a long wait. */
  check(): void {
    const limit = Number(this.queue.form.dataset["maxBytes"]) || Infinity;
    if (this.file.size === 0) this.refuse(say("empty"));
    else if (this.file.size > limit) this.refuse(say("too_large", { size: inWords(this.file.size), limit: inWords(limit) }));
  }

  send(): void {
    const form = this.queue.form;
    const request = (this.request = new XMLHttpRequest());
    request.open("POST", form.getAttribute("action") || location.href);
    request.setRequestHeader("X-CSRFToken", tokenFor(form));
    request.setRequestHeader("X-Requested-With", "upload");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => this.progressed(event));
    request.upload.addEventListener("load", () => this.turn("sending", say("checking")));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.fail("failed"));
    request.addEventListener("timeout", () => this.fail("failed"));
    this.turn("sending", say("sending", { percent: 0 }));
    request.send(this.body(form));
  }

  private body(form: HTMLFormElement): FormData {
    const body = new FormData();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    if (this.path) body.append("path", this.path);
    body.append("file", this.file, this.file.name);
    return body;
  }

  private progressed(event: ProgressEvent): void {
    const percent = event.total ? Math.floor((100 * event.loaded) / event.total) : 0;
    this.bar.value = percent;
    this.word.textContent = say("sending", { percent });
    stillHere();
  }

  private answered(request: XMLHttpRequest): void {
    if (isSignedOut({ status: request.status, redirected: true, url: request.responseURL })) signedOut();
    const answer = parse(request.responseText);
    if (!answer) return this.fail(request.status === 413 ? "too_large_here" : "broken");
    if (!answer.ok) return this.refuse(answer.sentence ?? say("refused"));
    this.turn("done", say("done"));
    this.queue.next();
    if (answer.row_html) this.place(answer.row_html);
    this.queue.form.dispatchEvent(new CustomEvent("secunda:uploaded", { detail: answer, bubbles: true }));
  }

  /** Puts the line that the server wrote into the page's own list, instead of ours. */
  private place(html: string): void {
    const rows = document.querySelector("[data-upload-rows]");
    const template = make("template");
    template.innerHTML = html;
    const row = template.content.firstElementChild;
    if (!rows || !row) return;
    const old = row.id ? document.getElementById(row.id) : null;
    if (old) old.replaceWith(row);
    else rows.prepend(row);
    row.dispatchEvent(new Event("secunda:inserted", { bubbles: true }));
    document.querySelector<HTMLElement>("[data-upload-empty]")?.setAttribute("hidden", "");
    this.row.remove();
  }

  private refuse(sentence: string): void {
    this.trouble.textContent = sentence;
    this.turn("refused", say("refused"));
    this.queue.next();
  }

  /** Not the file's fault: it may be sent again as it is. */
  private fail(why: "failed" | "broken" | "too_large_here"): void {
    this.trouble.textContent = say(why);
    this.turn("failed", say("not_received"));
    this.queue.next();
  }

  private cancel(): void {
    this.request?.abort();
    this.turn("cancelled", say("cancelled"));
    this.queue.next();
  }

  private retry(): void {
    this.turn("waiting", say("waiting"));
    this.check();
    this.queue.next();
  }

  private turn(state: State, words: string): void {
    this.state = state;
    this.word.dataset["state"] = TONE[state];
    this.word.textContent = words;
    this.bar.hidden = state !== "sending";
    this.trouble.hidden = state !== "refused" && state !== "failed";
    this.trouble.setAttribute("role", this.trouble.hidden ? "none" : "alert");
    this.offer(state);
  }

  private offer(state: State): void {
    const had = this.does.contains(document.activeElement);
    const named = (words: string, act: () => void): HTMLButtonElement => {
      const one = button("as-link", words, act);
      one.append(make("span", "unseen", ` ${this.file.name}`));
      return one;
    };
    const ways: HTMLButtonElement[] = [];
    if (state === "waiting" || state === "sending") ways.push(named(say("cancel"), () => this.cancel()));
    if (state === "failed" || state === "cancelled") ways.push(named(say("retry"), () => this.retry()));
    if (state !== "waiting" && state !== "sending" && state !== "done") ways.push(named(say("dismiss"), () => this.queue.remove(this)));
    this.does.replaceChildren(...ways);
    if (had) ways[0]?.focus();
  }
}

function parse(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null && "ok" in answer ? (answer as Answer) : undefined;
  } catch {
    return undefined;
  }
}

function inWords(bytes: number): string {
  const [unit, size] = bytes >= 1e9 ? ["gigabyte", 1e9] : bytes >= 1e6 ? ["megabyte", 1e6] : bytes >= 1e3 ? ["kilobyte", 1e3] : ["byte", 1];
  const style = { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: 1 } as Intl.NumberFormatOptions;
  return new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, style).format(bytes / (size as number));
}
