import { cache, Enums, imageLoader, imageLoadPoolManager, imageRetrievalPoolManager, init as startCore, RenderingEngine } from "@cornerstonejs/core";
import type { Types } from "@cornerstonejs/core";
import { init as startLoader, wadors } from "@cornerstonejs/dicom-image-loader";
import {
  addTool, AngleTool, ArrowAnnotateTool, BidirectionalTool, CobbAngleTool, EllipticalROITool, init as startTools, LengthTool, MagnifyTool, PanTool,
  ProbeTool, ReferenceLinesTool, StackScrollTool, WindowLevelTool, ZoomTool,
} from "@cornerstonejs/tools";
import { Final, type Lane } from "./lane";
import { dressMarks } from "./marks";

const MEGABYTE = 1024 * 1024;
/** How much of the pictures is kept in memory: less on a small machine. */
const KEPT = ((navigator as { deviceMemory?: number }).deviceMemory ?? 8) <= 4 ? 256 * MEGABYTE : 768 * MEGABYTE;
const AT_ONCE = 6;

/** Starts the drawing, with frames that come by the case's own lane. */
export async function startEngine(lane: Lane): Promise<RenderingEngine> {
  await startCore({ debug: { statsOverlay: false } });
  startLoader({
    maxWebWorkers: Math.max(1, Math.min(4, (navigator.hardwareConcurrency || 2) - 1)),
    beforeSend: () => lane.headers(),
  });
  imageLoader.registerImageLoader("wadors", (id: string, options?: Record<string, unknown>) => ({
    promise: lane.again(() => frame(lane, id, options ?? {}), options?.["requestType"] !== Enums.RequestType.Prefetch),
  }));
  // A frame that failed is asked for again above; the loader leaves its own copy of the failure behind.
  window.addEventListener("unhandledrejection", (event) => {
    if (event.reason instanceof XMLHttpRequest) event.preventDefault();
  });
  cache.setMaxCacheSize(KEPT);
  for (const pool of [imageLoadPoolManager, imageRetrievalPoolManager]) pool.setMaxSimultaneousRequests(Enums.RequestType.Prefetch, AT_ONCE);
  await startTools();
  for (const tool of [WindowLevelTool, PanTool, ZoomTool, StackScrollTool, MagnifyTool, ReferenceLinesTool]) addTool(tool);
  for (const tool of [LengthTool, BidirectionalTool, AngleTool, CobbAngleTool, EllipticalROITool, ProbeTool, ArrowAnnotateTool]) addTool(tool);
  dressMarks();
  return new RenderingEngine("secunda");
}

/** How many bytes of pictures may be kept. */
export function room(): number {
  return KEPT;
}

async function frame(lane: Lane, id: string, options: Record<string, unknown>): Promise<Types.IImage> {
  try {
    return await (wadors.loadImage(id, options as never).promise as unknown as Promise<Types.IImage>);
  } catch (trouble) {
    const status = trouble instanceof XMLHttpRequest ? trouble.status : -1;
    if (status > 0) lane.judge(status);
    if (status < 0) throw new Final(String(trouble));
    throw trouble;
  }
}
