import { Enums, MagnifyTool, PanTool, ReferenceLinesTool, StackScrollTool, ToolGroupManager, WindowLevelTool, ZoomTool } from "@cornerstonejs/tools";

/** What dragging does. */
export const MODES = ["window", "scroll", "zoom", "pan", "magnify"] as const;
export type Mode = (typeof MODES)[number];

const NAMES: Record<Mode, string> = {
  window: WindowLevelTool.toolName,
  scroll: StackScrollTool.toolName,
  zoom: ZoomTool.toolName,
  pan: PanTool.toolName,
  magnify: MagnifyTool.toolName,
};
const { Primary, Secondary, Auxiliary, Wheel } = Enums.MouseBindings;
type Binding = { mouseButton?: number; numTouchPoints?: number };

/** The tools of all pictures: the wheel scrolls, the right button zooms, the middle one moves, dragging does the mode. */
export class Tools {
  private readonly group = ToolGroupManager.createToolGroup("secunda");
  mode: Mode = "window";

  constructor(private readonly engineId: string) {
    for (const name of [...Object.values(NAMES), ReferenceLinesTool.toolName]) this.group?.addTool(name);
    this.choose(window.matchMedia("(pointer: coarse)").matches ? "scroll" : "window");
  }

  add(viewportId: string): void {
    this.group?.addViewport(viewportId, this.engineId);
  }

  choose(mode: Mode): void {
    this.mode = mode;
    const always: Partial<Record<Mode, Binding[]>> = {
      scroll: [{ mouseButton: Wheel }],
      zoom: [{ mouseButton: Secondary }, { numTouchPoints: 2 }],
      pan: [{ mouseButton: Auxiliary }],
    };
    for (const one of MODES) this.group?.setToolPassive(NAMES[one], { removeAllBindings: true });
    for (const one of MODES) {
      const bindings: Binding[] = [...(always[one] ?? []), ...(one === mode ? [{ mouseButton: Primary }] : [])];
      if (bindings.length) this.group?.setToolActive(NAMES[one], { bindings: bindings as never });
    }
  }

  /** Lines that show where the chosen picture cuts the others; without one, none. */
  cutBy(viewportId: string | null): void {
    const name = ReferenceLinesTool.toolName;
    if (viewportId === null) return this.group?.setToolDisabled(name);
    this.group?.setToolConfiguration(name, { sourceViewportId: viewportId });
    this.group?.setToolEnabled(name);
  }
}
