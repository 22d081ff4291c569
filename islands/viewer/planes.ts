import { Enums, imageLoader, setVolumesForViewports, volumeLoader, type RenderingEngine, type Types } from "@cornerstonejs/core";
import { Enums as ToolEnums, PanTool, StackScrollTool, ToolGroupManager, WindowLevelTool, ZoomTool } from "@cornerstonejs/tools";
import { make } from "../shared/page";
import { Frame } from "./frame";
import type { Stack } from "./shelf";
import { say } from "./words";

export const SLABS = [0, 10, 20, 40] as const;
const { AXIAL, CORONAL, SAGITTAL } = Enums.OrientationAxis;
const CUTS = [[AXIAL, "axial"], [CORONAL, "coronal"], [SAGITTAL, "sagittal"]] as const;
const { Primary, Secondary, Auxiliary, Wheel } = ToolEnums.MouseBindings;

/** A volume cut in three planes, each thin or as the brightest of a slab; made when asked for, gone when closed. */
export class Planes {
  readonly element = make("div", "viewer-planes");
  private isClosed = false;
  private readonly frames = CUTS.map(() => new Frame());

  constructor(
    private readonly engine: RenderingEngine,
    private readonly stack: Stack,
  ) {
    this.element.dataset["layout"] = "1x3";
  }

  /** Draws the three planes in their place, which is on the page already. */
  async open(range: Types.VOIRange | undefined): Promise<void> {
    const group = ToolGroupManager.createToolGroup("planes");
    for (const tool of [WindowLevelTool, ZoomTool, PanTool, StackScrollTool]) group?.addTool(tool.toolName);
    CUTS.forEach(([orientation, name], place) => {
      const frame = this.frames[place];
      if (!frame) return;
      this.element.append(frame.element);
      const viewportId = `plane-${name}`;
      this.engine.enableElement({ viewportId, type: Enums.ViewportType.ORTHOGRAPHIC, element: frame.screen, defaultOptions: { orientation, background: [0, 0, 0] } });
      group?.addViewport(viewportId, this.engine.id);
      frame.screen.addEventListener(Enums.Events.IMAGE_RENDERED, () => frame.cut(this.stack, this.view(name), name));
      frame.screen.addEventListener("contextmenu", (event) => event.preventDefault());
      frame.tell(say("fetching"));
    });
    group?.setToolActive(WindowLevelTool.toolName, { bindings: [{ mouseButton: Primary }] });
    group?.setToolActive(ZoomTool.toolName, { bindings: [{ mouseButton: Secondary }, { numTouchPoints: 2 }] });
    group?.setToolActive(PanTool.toolName, { bindings: [{ mouseButton: Auxiliary }] });
    group?.setToolActive(StackScrollTool.toolName, { bindings: [{ mouseButton: Wheel }] });
    await this.fetched();
    if (this.isClosed) return;
    const volumeId = `cornerstoneStreamingImageVolume:${this.stack.series.uid}`;
    const volume = await volumeLoader.createAndCacheVolume(volumeId, { imageIds: this.stack.ids });
    await new Promise<void>((done) => {
      (volume as unknown as { load: (heard: (said: { complete?: boolean; framesProcessed?: number; totalNumFrames?: number }) => void) => void }).load((said) => {
        if (said.complete || (said.framesProcessed ?? 0) >= this.stack.ids.length) done();
      });
      window.setTimeout(done, 3000);
    });
    if (this.isClosed) return;
    await setVolumesForViewports(this.engine, [{ volumeId }], CUTS.map(([, name]) => `plane-${name}`));
    for (const [, name] of CUTS) if (range) this.view(name).setProperties({ voiRange: range });
    this.engine.renderViewports(CUTS.map(([, name]) => `plane-${name}`));
    for (const frame of this.frames) frame.tell("");
  }

  /** Every image of the volume: with one missing there would be a dark gap that nobody has. */
  private async fetched(): Promise<void> {
    const options = { priority: 0, requestType: Enums.RequestType.Interaction };
    let done = 0;
    const rest = [...this.stack.ids];
    const one = async (): Promise<void> => {
      for (let id = rest.shift(); id && !this.isClosed; id = rest.shift()) {
        await imageLoader.loadAndCacheImage(id, options);
        done += 1;
        for (const frame of this.frames) frame.tell(say("fetched", { n: done, of: this.stack.ids.length }));
      }
    };
    await Promise.all([one(), one(), one(), one(), one(), one()]);
  }

  /** Instead of pictures the reason why there are none. */
  fail(): void {
    for (const frame of this.frames) frame.tell(say("planes_not"));
  }

  /** How thick each plane is, in millimetres; the brightest of it is shown (0: one thin cut). */
  thick(millimetres: number): void {
    if (this.element.querySelector("[data-shown]") === null) return;
    for (const [, name] of CUTS) {
      const view = this.view(name);
      view.setBlendMode(millimetres ? Enums.BlendModes.MAXIMUM_INTENSITY_BLEND : Enums.BlendModes.COMPOSITE);
      if (millimetres) view.setSlabThickness(millimetres);
      else view.resetSlabThickness();
      view.render();
    }
  }

  close(): void {
    this.isClosed = true;
    ToolGroupManager.destroyToolGroup("planes");
    for (const [, name] of CUTS) this.engine.disableElement(`plane-${name}`);
    this.element.remove();
  }

  private view(name: string): Types.IVolumeViewport {
    return this.engine.getViewport(`plane-${name}`) as Types.IVolumeViewport;
  }
}
