import { Enums, utilities, type RenderingEngine, type Types } from "@cornerstonejs/core";
import { stillHere } from "../shared/page";
import { Frame } from "./frame";
import { Prefetch } from "./prefetch";
import { value, type Stack } from "./shelf";
import { say } from "./words";

const STEP = 1.25;
const FRAMES_A_SECOND = 12;

/** One picture on the stage: a series, the image of it that is shown, and how. */
export class Cell {
  readonly frame = new Frame();
  readonly view: Types.IStackViewport;
  stack: Stack | null = null;
  private readonly prefetch = new Prefetch();
  private wanted = "";
  private film = 0;

  constructor(
    private readonly engine: RenderingEngine,
    readonly id: string,
    host: HTMLElement,
    private readonly onMove: (cell: Cell) => void,
  ) {
    host.append(this.frame.element);
    engine.enableElement({ viewportId: id, type: Enums.ViewportType.STACK, element: this.frame.screen, defaultOptions: { background: [0, 0, 0] } });
    this.view = engine.getViewport(id) as Types.IStackViewport;
    const screen = this.frame.screen;
    screen.addEventListener(Enums.Events.STACK_NEW_IMAGE, () => this.moved());
    screen.addEventListener(Enums.Events.IMAGE_RENDERED, () => this.drawn());
    screen.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** Where in the series we are, from 0. */
  get place(): number {
    return this.view.getTargetImageIdIndex?.() ?? this.view.getCurrentImageIdIndex();
  }

  get length(): number {
    return this.stack?.ids.length ?? 0;
  }

  get isPlaying(): boolean {
    return this.film !== 0;
  }

  /** Shows a series at an image; without one in its middle, a film from its beginning. */
  async show(uid: string, loading: Promise<Stack>, at?: number): Promise<void> {
    this.stop();
    this.wanted = uid;
    this.frame.tell(say("fetching"));
    try {
      const stack = await loading;
      if (this.wanted !== uid) return;
      this.stack = stack;
      const first = at ?? (stack.series.kind === "cine" ? 0 : Math.floor((stack.ids.length - 1) / 2));
      this.frame.title(stack);
      await this.view.setStack(stack.ids, Math.max(0, Math.min(first, stack.ids.length - 1)));
      this.view.render();
      this.frame.tell("");
    } catch {
      if (this.wanted === uid) this.frame.tell(say("not_drawn"));
    }
  }

  /** Shows an image of the series by its place. */
  go(to: number): void {
    if (!this.length) return;
    const place = Math.max(0, Math.min(this.length - 1, to));
    if (place !== this.place) void this.view.setImageIdIndex(place).then(() => this.view.render(), () => this.frame.tell(say("not_drawn")));
  }

  /** A window in the units of the series, or the one that the file names. */
  window(centre?: number, width?: number): void {
    if (!this.stack) return;
    if (centre === undefined || width === undefined) {
      const { invert } = this.view.getProperties();
      this.view.resetProperties();
      this.view.setProperties({ invert: invert ?? false });
    } else {
      this.view.setProperties({ voiRange: utilities.windowLevel.toLowHighRange(width, centre) });
    }
    this.view.render();
  }

  /** Narrows or widens the window, or moves it, by a tenth of its width. */
  shade(brighter: number, wider: number): void {
    const range = this.view.getProperties().voiRange;
    if (!range) return;
    const { windowWidth, windowCenter } = utilities.windowLevel.toWindowLevel(range.lower, range.upper);
    this.window(windowCenter - (brighter * windowWidth) / 10, Math.max(1, windowWidth * (1 + wider / 10)));
  }

  invert(): void {
    this.view.setProperties({ invert: !this.view.getProperties().invert });
    this.view.render();
  }

  /** Turns the picture by degrees; the letters of the patient's sides turn with it. */
  turn(degrees: number): void {
    const rotation = ((this.view.getViewPresentation().rotation ?? 0) + degrees + 360) % 360;
    this.view.setViewPresentation({ ...this.view.getViewPresentation(), rotation });
    this.view.render();
  }

  zoom(closer: boolean): void {
    this.view.setZoom(this.view.getZoom() * (closer ? STEP : 1 / STEP));
    this.view.render();
  }

  move(x: number, y: number): void {
    const [a, b] = this.view.getPan();
    this.view.setPan([a + x, b + y]);
    this.view.render();
  }

  reset(): void {
    if (!this.stack) return;
    this.view.resetProperties();
    this.view.setViewPresentation({ rotation: 0 });
    this.view.resetCamera();
    this.view.render();
  }

  /** Lets the series run, at the speed that it was taken with if it says so. */
  play(): void {
    if (this.film || this.length < 2) return this.stop();
    const header = this.stack?.headers[0];
    const took = Number(value(header, "00181063"));
    const told = Number(value(header, "00082144") ?? value(header, "00180040")) || (took > 0 ? 1000 / took : 0);
    const speed = Math.min(60, Math.max(1, told || FRAMES_A_SECOND));
    this.film = window.setInterval(() => {
      this.view.scroll(1, false, true);
      stillHere();
    }, 1000 / speed);
  }

  stop(): void {
    window.clearInterval(this.film);
    this.film = 0;
  }

  close(): void {
    this.stop();
    this.engine.disableElement(this.id);
    this.frame.element.remove();
  }

  private moved(): void {
    if (!this.stack) return;
    stillHere();
    this.frame.tell("");
    this.prefetch.around(this.stack.ids, this.place);
    this.onMove(this);
  }

  private drawn(): void {
    if (this.stack) this.frame.caption(this.stack, this.view);
  }
}
