import { eventTarget } from "@cornerstonejs/core";
import { annotation, type Types } from "@cornerstonejs/tools";
import { isSignedOut, signedOut, stillHere, tokenFor } from "../shared/page";
import { MARKS_CHANGED } from "./marks";
import { NAMES, RULERS } from "./tools";
import { say } from "./words";

const REST = 700;
const AGAIN = 4000;
const FRAME = /\/studies\/([\d.]+)\/series\/([\d.]+)\/instances\/([\d.]+)\/frames\/(\d+)$/;

interface Kept {
  id: string;
  study: string;
  series: string;
  sop: string;
  frame: number;
  kind: string;
  text: string;
  geometry: { metadata: Record<string, unknown>; data: Record<string, unknown> };
  own: boolean;
}

/** Keeps the marks of the expert's read as they are drawn, and brings them back. */
export class Keeper {
  private readonly waiting = new Map<string, "keep" | "remove">();
  private timer = 0;
  private sending = false;

  constructor(
    private readonly root: string,
    private readonly address: string,
    private readonly draws: boolean,
    private readonly tell: (sentence: string, isTrouble: boolean) => void,
  ) {}

  /** Draws what was kept before, then listens. */
  async start(): Promise<void> {
    const answer = await fetch(this.address, { headers: { "X-Requested-With": "marks" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { marks } = (await answer.json()) as { marks: Kept[] };
    for (const one of marks) this.draw(one);
    for (const name of MARKS_CHANGED) eventTarget.addEventListener(name, (event: Event) => this.changed(event as CustomEvent));
    window.addEventListener("beforeunload", (event) => this.waiting.size && event.preventDefault());
  }

  private draw(one: Kept): void {
    const metadata = { ...one.geometry.metadata, referencedImageId: this.imageOf(one) };
    const made = { ...one.geometry, metadata, annotationUID: one.id, highlighted: false, invalidated: true, isVisible: true } as unknown as Types.Annotation;
    made.data = { cachedStats: {}, ...made.data };
    made.isLocked = !one.own;
    annotation.state.addAnnotation(made, String(one.geometry.metadata["FrameOfReferenceUID"] ?? ""));
    annotation.locking.setAnnotationLocked(one.id, !one.own);
  }

  private imageOf(one: Kept): string {
    return `wadors:${this.root}/studies/${one.study}/series/${one.series}/instances/${one.sop}/frames/${one.frame}`;
  }

  private changed(event: CustomEvent<{ annotation?: Types.Annotation }>): void {
    const mark = event.detail.annotation;
    const kind = kindOf(mark);
    if (!this.draws || !mark?.annotationUID || !kind || mark.isLocked) return;
    stillHere();
    const isGone = !annotation.state.getAnnotation(mark.annotationUID);
    this.waiting.set(mark.annotationUID, isGone ? "remove" : "keep");
    this.soon(REST);
  }

  private soon(wait: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  /** Sends what waits, one after the other; what does not arrive is tried again. */
  private async send(): Promise<void> {
    if (this.sending) return this.soon(REST);
    this.sending = true;
    try {
      for (const [id, what] of [...this.waiting]) {
        const mark = annotation.state.getAnnotation(id);
        if (what === "keep" && mark && isBeingDrawn(mark)) continue;
        this.waiting.delete(id);
        try {
          await this.post(id, what === "keep" && mark ? mark : null);
        } catch (trouble) {
          if (!this.waiting.has(id)) this.waiting.set(id, what);
          throw trouble;
        }
      }
    } catch {
      this.tell(say("marks_waiting"), true);
    }
    this.sending = false;
    if (this.waiting.size) this.soon(AGAIN);
  }

  private async post(id: string, mark: Types.Annotation | null): Promise<void> {
    const headers = { "X-CSRFToken": tokenFor(), "X-Requested-With": "marks", "Content-Type": "application/json" };
    const answer = await fetch(`${this.address}${id}/${mark ? "" : "remove/"}`, { method: "POST", headers, body: mark ? JSON.stringify(saidOf(mark)) : "" });
    if (isSignedOut(answer)) signedOut();
    const told = (await answer.json()) as { ok: boolean; saved?: string; sentence?: string };
    if (answer.status >= 500 || answer.status === 401) throw new Error(String(answer.status));
    this.tell(told.ok ? say("marks_saved", { time: told.saved ?? "" }) : (told.sentence ?? ""), !told.ok);
  }
}

function kindOf(mark: Types.Annotation | undefined): string {
  return RULERS.find((kind) => NAMES[kind] === mark?.metadata?.toolName) ?? "";
}

/** An arrow has no words yet while they are asked for. */
function isBeingDrawn(mark: Types.Annotation): boolean {
  return kindOf(mark) === "arrow" && !textOf(mark);
}

function textOf(mark: Types.Annotation): string {
  const data = mark.data as { label?: string; text?: string };
  return String(data.label || data.text || "");
}

/** A mark as it is kept: where it is, without what is computed from the pixels and without addresses of this site. */
function saidOf(mark: Types.Annotation): Omit<Kept, "id" | "own"> {
  const [, study = "", series = "", sop = "", frame = "1"] = FRAME.exec(mark.metadata?.referencedImageId ?? "") ?? [];
  const { cachedStats: _stats, ...data } = plain(mark.data) as Record<string, unknown>;
  const { referencedImageId: _address, ...metadata } = plain(mark.metadata) as Record<string, unknown>;
  const text = textOf(mark).slice(0, 200);
  return { study, series, sop, frame: Number(frame), kind: kindOf(mark), text, geometry: { metadata, data } };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? {}, (_key, one: unknown) => (ArrayBuffer.isView(one) ? [...(one as Float32Array)] : one)));
}
