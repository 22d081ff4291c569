import {
  AngleTool, ArrowAnnotateTool, BidirectionalTool, CobbAngleTool, EllipticalROITool, Enums, LengthTool, MagnifyTool, PanTool, ProbeTool,
  ReferenceLinesTool, StackScrollTool, ToolGroupManager, WindowLevelTool, ZoomTool,
} from "@cornerstonejs/tools";
import { askForWords } from "./asking";

/** What dragging does to the picture, and what it draws on it. */
export const MOVES = ["window", "scroll", "zoom", "pan", "magnify"] as const;
export const RULERS = ["length", "bidirectional", "angle", "cobb", "ellipse", "probe", "arrow"] as const;
const MODES = [...MOVES, ...RULERS];
export type Mode = (typeof MOVES)[number] | (typeof RULERS)[number];

export const NAMES: Record<Mode, string> = {
  window: WindowLevelTool.toolName,
  scroll: StackScrollTool.toolName,
  zoom: ZoomTool.toolName,
  pan: PanTool.toolName,
  magnify: MagnifyTool.toolName,
  length: LengthTool.toolName,
  bidirectional: BidirectionalTool.toolName,
  angle: AngleTool.toolName,
  cobb: CobbAngleTool.toolName,
  ellipse: EllipticalROITool.toolName,
  probe: ProbeTool.toolName,
  arrow: ArrowAnnotateTool.toolName,
};
const { Primary, Secondary, Auxiliary, Wheel } = Enums.MouseBindings;
type Binding = { mouseButton?: number; numTouchPoints?: number };

/** The tools of all pictures: the wheel scrolls, the right button zooms, the middle one moves, dragging does the mode. */
export class Tools {
  private readonly group = ToolGroupManager.createToolGroup("secunda");
  mode: Mode = "window";

  constructor(private readonly engineId: string) {
    const asking = { getTextCallback: askForWords, changeTextCallback: (_mark: unknown, _event: unknown, done: (said: string) => void) => askForWords(done) };
    for (const name of [...Object.values(NAMES), ReferenceLinesTool.toolName]) this.group?.addTool(name, name === NAMES.arrow ? asking : {});
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
