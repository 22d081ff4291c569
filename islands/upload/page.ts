import { make } from "../shared/page";
import { type Answer, ask } from "./sending";

const ASKED_SINGLY = 30;
const EVERY = 10_000; // milliseconds

/** The page's own list of what there is: a line for each file that came, or, for thousands, the whole list now and then. */
export class Page {
  private count = 0;
  private last = 0;
  private later: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly form: HTMLFormElement) {
    document.addEventListener("unpacked", () => this.soon(true));
  }

  /** Shows a file that was received. `busy`: others are still on their way. */
  show(url: string, answer: Answer | undefined, busy: boolean): void {
    this.count += 1;
    if (answer?.row_html) this.place(answer);
    else if (url && this.count <= ASKED_SINGLY) void ask(url).then((told) => told && this.place(told), () => undefined);
    else this.soon(busy);
  }

  private place(answer: Answer): void {
    const rows = document.querySelector("[data-upload-rows]");
    const template = make("template");
    template.innerHTML = answer.row_html ?? "";
    const row = template.content.firstElementChild;
    if (rows && row) {
      const old = row.id ? document.getElementById(row.id) : null;
      if (old) old.replaceWith(row);
      else rows.prepend(row);
      row.dispatchEvent(new Event("secunda:inserted", { bubbles: true }));
      document.querySelector<HTMLElement>("[data-upload-empty]")?.setAttribute("hidden", "");
    }
    this.form.dispatchEvent(new CustomEvent("secunda:uploaded", { detail: answer, bubbles: true }));
  }

  /** The whole list, at most every ten seconds, and once more at the end. */
  private soon(busy: boolean): void {
    const wait = busy ? Math.max(0, this.last + EVERY - Date.now()) : 300;
    if (busy && this.later !== undefined) return;
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.later = undefined;
      this.last = Date.now();
      void this.refresh();
    }, wait);
  }

  private async refresh(): Promise<void> {
    const response = await fetch(location.href).catch(() => undefined);
    if (!response?.ok || response.redirected) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-upload-rows]");
    const rows = document.querySelector("[data-upload-rows]");
    if (!fresh || !rows || fresh.childElementCount === 0) return;
    rows.replaceChildren(...fresh.children);
    rows.dispatchEvent(new Event("secunda:inserted", { bubbles: true }));
    document.querySelector<HTMLElement>("[data-upload-empty]")?.setAttribute("hidden", "");
  }
}
