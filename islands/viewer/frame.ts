import { utilities, type Types } from "@cornerstonejs/core";
import { make } from "../shared/page";
import { depthOf, normalOf, opposite, sides } from "./places";
import type { Stack } from "./shelf";
import { day, say } from "./words";

type Vector = [number, number, number];
type Seen = Pick<Types.IStackViewport, "canvasToWorld">;

/** What stands around a picture: day and series, the patient's sides, place and window. */
export class Frame {
  readonly element = make("div", "viewer-cell");
  readonly screen = make("div", "viewer-screen");
  private readonly date = make("p", "viewer-date");
  private readonly name = make("p", "viewer-name");
  private readonly image = make("p", "viewer-image");
  private readonly shade = make("p", "viewer-shade");
  private readonly note = make("p", "viewer-note");
  private readonly edges = ["top", "end", "bottom", "start"].map((edge) => make("span", `viewer-side viewer-side-${edge}`));

  constructor() {
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "group");
    const top = make("div", "viewer-top");
    top.append(this.date, this.name);
    const foot = make("div", "viewer-foot");
    foot.append(this.image, this.shade);
    for (const one of [this.date, this.name, this.image, this.shade, this.note]) one.dir = "auto";
    this.element.append(this.screen, top, foot, ...this.edges, this.note);
  }

  /** A sentence in the middle; empty takes it away. */
  tell(sentence: string): void {
    this.note.textContent = sentence;
  }

  /** Day and name of the series. */
  title(stack: Stack): void {
    this.date.textContent = stack.study.date ? day(stack.study.date) : say("no_date");
    const plane = stack.series.plane ? say(`plane_${stack.series.plane}`) : "";
    this.name.textContent = [stack.series.modality, plane, stack.series.title].filter(Boolean).join(" · ");
  }

  /** What changes from image to image. */
  caption(stack: Stack, view: Types.IStackViewport): void {
    const place = view.getCurrentImageIdIndex();
    const header = stack.headers[place];
    const depth = depthOf(header, normalOf(header));
    const where = depth === null ? "" : say("position", { mm: depth.toFixed(1) });
    const sided = this.mark(header, view);
    const at = say("image_of", { n: place + 1, of: stack.ids.length });
    this.image.textContent = [at, where].filter(Boolean).join(" · ");
    this.shade.textContent = [shade(view), sided ? "" : say("no_sides")].filter(Boolean).join(" · ");
    this.element.dataset["shown"] = String(place + 1);
    this.element.setAttribute("aria-label", `${this.date.textContent} ${this.name.textContent} ${at}`);
  }

  /** What stands around a cut through a volume. */
  cut(stack: Stack, view: Types.IVolumeViewport, name: string): void {
    this.date.textContent = stack.study.date ? day(stack.study.date) : say("no_date");
    this.name.textContent = [stack.series.modality, say(`plane_${name}`), stack.series.title].filter(Boolean).join(" · ");
    this.shade.textContent = shade(view);
    this.mark(stack.headers[0], view);
    this.element.dataset["shown"] = name;
    this.element.setAttribute("aria-label", `${this.date.textContent} ${this.name.textContent}`);
  }

  /** The sides of the patient at the four edges, from what is really on the screen. */
  private mark(header: Stack["headers"][number] | undefined, view: Seen): boolean {
    const [width, height] = [this.screen.clientWidth, this.screen.clientHeight];
    const told = sides(header, along(view, [0, height / 2], [width, height / 2]), along(view, [width / 2, 0], [width / 2, height]));
    const [right, down] = told ?? ["", ""];
    const letters = [opposite(down), right, down, opposite(right)];
    this.edges.forEach((edge, place) => (edge.textContent = letters[place] ?? ""));
    this.element.dataset["sides"] = letters.join(" ").trim();
    return told !== null;
  }
}

function along(view: Seen, from: Types.Point2, to: Types.Point2): Vector {
  const [a, b] = [view.canvasToWorld(from), view.canvasToWorld(to)];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]) || 1;
  return [(b[0] - a[0]) / length, (b[1] - a[1]) / length, (b[2] - a[2]) / length];
}

function shade(view: Types.IStackViewport | Types.IVolumeViewport): string {
  const range = view.getProperties()?.voiRange;
  if (!range) return "";
  const { windowWidth, windowCenter } = utilities.windowLevel.toWindowLevel(range.lower, range.upper);
  return say("window_values", { width: Math.round(windowWidth), centre: Math.round(windowCenter) });
}
