import { button, isSignedOut, make, tokenFor, wordsOf } from "../shared/page";
import { unsaved } from "./autosave";

const BEAT = 60_000;
const WARNING = 60_000;
const say = wordsOf("site");
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Tells the server at most once a minute that somebody is there; warns a minute before the session ends by itself. */
export function startSession(): void {
  const url = document.body.dataset["activityUrl"];
  const limit = Number(document.body.dataset["idleSeconds"]) * 1000;
  if (url && limit > WARNING) new Session(url, limit).start();
}

class Session {
  /** When the server last heard of us, from this window or another of the same person. */
  private heard = Date.now();
  private sent = Date.now();
  private waiting = 0;
  private over = false;
  private readonly others = new BroadcastChannel("secunda-session");
  private readonly dialog = make("dialog");
  private readonly sentence = make("p");

  constructor(
    private readonly url: string,
    private readonly limit: number,
  ) {}

  start(): void {
    const seen = (): void => this.seen();
    for (const sign of SIGNS) document.addEventListener(sign, seen, { passive: true });
    document.addEventListener("scroll", seen, { passive: true, capture: true });
    document.addEventListener("secunda:activity", seen);
    document.addEventListener("secunda:signed-out", () => this.end());
    this.others.addEventListener("message", (event: MessageEvent<number>) => this.hear(event.data));
    this.others.postMessage(this.heard);
    this.build();
    window.setInterval(() => this.look(), 1000);
  }

  private seen(): void {
    if (this.over || this.dialog.open || this.waiting) return;
    const wait = Math.max(0, this.sent + BEAT - Date.now());
    this.waiting = window.setTimeout(() => void this.beat(), wait);
  }

  private async beat(): Promise<void> {
    this.waiting = 0;
    this.sent = Date.now();
    const headers = { "X-CSRFToken": tokenFor(), "X-Requested-With": "activity" };
    try {
      const answer = await fetch(this.url, { method: "POST", headers });
      if (isSignedOut(answer) || answer.status === 403) this.end();
      else if (answer.ok) this.others.postMessage((this.heard = this.sent));
    } catch {
      // No connection: the next sign of life tries again, and the clock on the screen goes on as the server's does.
    }
  }

  private hear(at: number): void {
    this.heard = Math.max(this.heard, at);
    if (this.dialog.open && !this.over && this.left() > WARNING) this.dialog.close();
  }

  private left(): number {
    return this.heard + this.limit - Date.now();
  }

  private look(): void {
    if (this.over) return;
    const left = this.left();
    if (left <= 0) this.end();
    else if (left <= WARNING) this.warn(Math.ceil(left / 1000));
  }

  private warn(seconds: number): void {
    if (!this.dialog.open) {
      document.dispatchEvent(new Event("secunda:flush"));
      this.dialog.showModal();
    }
    this.sentence.textContent = say(unsaved() ? "warn_unsaved" : "warn", { seconds });
  }

  private async stay(): Promise<void> {
    window.clearTimeout(this.waiting);
    await this.beat();
    if (!this.over && this.left() > WARNING) this.dialog.close();
  }

  private build(): void {
    this.dialog.setAttribute("aria-labelledby", "session-heading");
    const heading = make("h2", "", say("warn_heading"));
    heading.id = "session-heading";
    const actions = make("div", "actions");
    actions.append(button("button", say("stay"), () => void this.stay()));
    this.dialog.append(heading, this.sentence, actions);
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      if (!this.over) void this.stay();
    });
    document.body.append(this.dialog);
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    document.documentElement.classList.add("signed-out");
    const again = make("a", "button", say("again"));
    again.href = `${document.body.dataset["signInUrl"] ?? "/"}?next=${encodeURIComponent(location.pathname + location.search)}`;
    this.dialog.querySelector("h2")?.replaceChildren(say("out_heading"));
    this.sentence.textContent = say("out");
    this.dialog.querySelector(".actions")?.replaceChildren(again);
    if (!this.dialog.open) this.dialog.showModal();
    again.focus();
  }
}
