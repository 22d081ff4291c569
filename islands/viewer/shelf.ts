import { wadors } from "@cornerstonejs/dicom-image-loader";
import type { Lane } from "./lane";

/** What the case's root says of itself. */
export interface Overview {
  studies: Study[];
  phase: string;
}

export interface Study {
  uid: string;
  date: string;
  title: string;
  modalities: string[];
  state: "arriving" | "complete";
  series: Series[];
}

export interface Series {
  uid: string;
  number: number | null;
  modality: string;
  title: string;
  images: number;
  frames: number;
  plane: string;
  gaps: number;
  kind: "volume" | "stack" | "cine" | "single" | "document";
}

export type Header = Record<string, { vr: string; Value?: unknown[] } | undefined>;

/** A series as it is shown: its images in geometric order, each frame one image. */
export interface Stack {
  study: Study;
  series: Series;
  ids: string[];
  headers: Header[];
}

/** The first value of an element. */
export function value(header: Header | undefined, tag: string): unknown {
  return header?.[tag]?.Value?.[0];
}

/** All values of an element as numbers. */
export function numbers(header: Header | undefined, tag: string): number[] {
  return (header?.[tag]?.Value ?? []).map(Number);
}

/** The series of the case, and their headers once they are asked for. */
export class Shelf {
  private readonly stacks = new Map<string, Promise<Stack>>();

  constructor(
    private readonly lane: Lane,
    readonly overview: Overview,
  ) {}

  /** Every series that has pictures, in the order of the list. */
  get shown(): { study: Study; series: Series }[] {
    return this.overview.studies.flatMap((study) =>
      study.series.filter((one) => one.kind !== "document").map((series) => ({ study, series })),
    );
  }

  /** A series with its headers. A study that still arrives is asked for anew each time. */
  stack(uid: string): Promise<Stack> {
    const found = this.shown.find((one) => one.series.uid === uid) ?? this.shown[0];
    if (!found) return Promise.reject(new Error("no series"));
    const kept = this.stacks.get(found.series.uid);
    if (kept) return kept;
    const made = this.load(found.study, found.series);
    if (found.study.state === "complete") this.stacks.set(found.series.uid, made);
    made.catch(() => this.stacks.delete(found.series.uid));
    return made;
  }

  private async load(study: Study, series: Series): Promise<Stack> {
    const path = `/studies/${study.uid}/series/${series.uid}`;
    const told = await this.lane.json<Header[]>(`${path}/metadata`);
    const stack: Stack = { study, series, ids: [], headers: [] };
    for (const header of told) {
      if (!value(header, "00280010")) continue;
      dropEmptyWindow(header);
      header["00200052"] = value(header, "00200052") ? header["00200052"] : { vr: "UI", Value: [series.uid] }; // marks need a space
      const place = `wadors:${this.lane.root}${path}/instances/${String(value(header, "00080018"))}/frames/`;
      const frames = Number(value(header, "00280008") ?? 1) || 1;
      for (let frame = 1; frame <= frames; frame += 1) {
        const id = `${place}${frame}`;
        wadors.metaDataManager.add(id, header as never);
        stack.ids.push(id);
        stack.headers.push(header);
      }
    }
    return stack;
  }
}

/** A window that is not wider than nothing shows nothing: without it the picture's own range is used. */
function dropEmptyWindow(header: Header): void {
  if (numbers(header, "00281051").every((width) => width >= 1)) return;
  delete header["00281050"];
  delete header["00281051"];
}
