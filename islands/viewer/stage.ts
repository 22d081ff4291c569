import type { RenderingEngine } from "@cornerstonejs/core";
import { Cell } from "./cell";
import { room } from "./engine";
import { depthOf, facing, nearest, normalOf, sameSpace } from "./places";
import { value, type Shelf, type Stack } from "./shelf";
import { Planes } from "./planes";
import { Tools } from "./tools";

/** Rows and columns that can be chosen. */
export const LAYOUTS = ["1x1", "1x2", "2x1", "2x2", "2x3", "3x3"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** The pictures side by side; one of them is the chosen one, which keys and buttons act on. */
export class Stage {
  readonly tools: Tools;
  cells: Cell[] = [];
  active!: Cell;
  layout: Layout = "1x1";
  isLinked = false;
  planes: Planes | null = null;
  private readonly coming = new Set<string>();
  private made = 0;
  private following = false;
  private since = new Map<Cell, number>();

  constructor(
    private readonly engine: RenderingEngine,
    private readonly shelf: Shelf,
    private readonly host: HTMLElement,
    private readonly onChange: () => void,
  ) {
    this.tools = new Tools(engine.id);
    new ResizeObserver(() => engine.resize(true, true)).observe(host);
  }

  /** More or fewer pictures; what is shown stays, new ones take the series that follow in the list. */
  arrange(layout: Layout): void {
    this.layout = layout;
    this.host.dataset["layout"] = layout;
    const [rows, columns] = layout.split("x").map(Number);
    const wanted = (rows ?? 1) * (columns ?? 1);
    while (this.cells.length > wanted) this.close(this.cells.length - 1);
    while (this.cells.length < wanted) this.open();
    this.engine.resize(true, true);
    this.choose(this.cells.includes(this.active) ? this.active : this.cells[0]);
  }

  /** Makes a picture the chosen one. */
  choose(cell: Cell | undefined): void {
    if (!cell) return;
    this.active = cell;
    for (const one of this.cells) one.frame.element.toggleAttribute("data-active", one === cell && this.cells.length > 1);
    this.tools.cutBy(this.cells.length > 1 ? cell.id : null);
    this.onChange();
  }

  /** The next or the previous picture becomes the chosen one. */
  next(by: number): void {
    const at = this.cells.indexOf(this.active);
    const cell = this.cells[(at + by + this.cells.length) % this.cells.length];
    this.choose(cell);
    cell?.frame.element.focus();
  }

  /** Shows a series in the chosen picture. */
  async show(uid: string, at?: number): Promise<void> {
    const cell = this.active;
    await cell.show(uid, this.shelf.stack(uid), at);
    this.onChange();
  }

  /** The series before or after the one that is shown. */
  async step(by: number): Promise<void> {
    const every = this.shelf.shown;
    const at = every.findIndex((one) => one.series.uid === this.active.stack?.series.uid);
    const found = every[at + by];
    if (found) await this.show(found.series.uid);
  }

  /** Beside what is shown, the most alike series of the study before it (else of the one after it). */
  async compare(): Promise<boolean> {
    const now = this.active.stack;
    const other = now && this.alike(now);
    if (!other) return false;
    if (this.cells.length < 2) this.arrange("1x2");
    const beside = this.cells.find((cell) => cell !== this.active);
    await beside?.show(other, this.shelf.stack(other));
    if (!this.isLinked) this.link();
    return true;
  }

  /** Linked pictures scroll together: by position in one space, else by the way gone since they were linked. */
  link(): void {
    this.isLinked = !this.isLinked;
    this.since = new Map(this.cells.map((cell) => [cell, this.depth(cell) ?? 0]));
    this.onChange();
  }

  /** Whether the chosen series can be cut in other planes. */
  get isVolume(): boolean {
    const stack = this.active.stack;
    const header = stack?.headers[0];
    const bytes = (stack?.ids.length ?? 0) * Number(value(header, "00280010")) * Number(value(header, "00280011")) * 2;
    return stack?.series.kind === "volume" && !stack.series.gaps && bytes < room() / 2;
  }

  /** Shows the chosen volume in three planes over everything else, or goes back. */
  async cut(): Promise<void> {
    if (this.planes) {
      this.planes.close();
      this.planes = null;
      this.host.removeAttribute("data-planes");
      this.engine.resize(true, true);
    } else if (this.active.stack && this.isVolume) {
      const planes = (this.planes = new Planes(this.engine, this.active.stack));
      this.host.dataset["planes"] = "";
      this.host.append(planes.element);
      await planes.open(this.active.view.getProperties().voiRange).catch(() => planes.fail());
    }
    this.onChange();
  }

  private alike(now: Stack): string | undefined {
    const others = this.shelf.overview.studies.filter((study) => study.uid !== now.study.uid);
    const earlier = others.filter((study) => study.date <= now.study.date).sort((a, b) => b.date.localeCompare(a.date));
    const later = others.filter((study) => study.date > now.study.date).sort((a, b) => a.date.localeCompare(b.date));
    const every = [...earlier, ...later].flatMap((study) => study.series.filter((one) => one.kind !== "document" && one.modality === now.series.modality));
    return (every.find((one) => one.plane === now.series.plane && one.kind === now.series.kind) ?? every[0])?.uid;
  }

  private open(): void {
    const cell = new Cell(this.engine, `cell-${(this.made += 1)}`, this.host, (moved) => this.follow(moved));
    this.tools.add(cell.id);
    this.cells.push(cell);
    this.active ??= cell;
    const element = cell.frame.element;
    for (const sign of ["pointerdown", "focus"]) element.addEventListener(sign, () => this.active !== cell && this.choose(cell));
    element.addEventListener("wheel", () => this.active !== cell && this.choose(cell), { passive: true });
    const used = this.cells.map((one) => one.stack?.series.uid);
    const free = this.cells.length > 1 ? this.shelf.shown.find((one) => !used.includes(one.series.uid) && !this.coming.has(one.series.uid)) : undefined;
    if (!free) return;
    this.coming.add(free.series.uid);
    void cell.show(free.series.uid, this.shelf.stack(free.series.uid)).finally(() => this.coming.delete(free.series.uid));
  }

  private close(place: number): void {
    const [cell] = this.cells.splice(place, 1);
    cell?.close();
  }

  private follow(moved: Cell): void {
    if (!this.isLinked || this.following || moved !== this.active || !moved.stack) return;
    this.following = true;
    const depth = this.depth(moved);
    for (const cell of this.cells) {
      const turn = cell !== moved && cell.stack ? facing(moved.stack, cell.stack) : 0;
      if (!turn || depth === null || !cell.stack) continue;
      const gone = depth - (this.since.get(moved) ?? depth);
      const there = sameSpace(moved.stack, cell.stack) ? turn * depth : (this.since.get(cell) ?? 0) + turn * gone;
      cell.go(nearest(cell.stack, there));
    }
    this.following = false;
  }

  private depth(cell: Cell): number | null {
    const header = cell.stack?.headers[cell.place];
    return depthOf(header, normalOf(cell.stack?.headers[0]));
  }
}
