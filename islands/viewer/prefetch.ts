import { cache, Enums, imageLoader, imageLoadPoolManager } from "@cornerstonejs/core";
import { room } from "./engine";

const FAR = 150;
const REST = 120;

/** Fetches what lies around the present image, the way of the scrolling first, as much as memory holds. */
export class Prefetch {
  private waiting = 0;
  private last = 0;

  /** The image at `at` of these is on screen now. */
  around(ids: string[], at: number): void {
    const forwards = at >= this.last;
    this.last = at;
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.ask(ids, at, forwards), REST);
  }

  private ask(ids: string[], at: number, forwards: boolean): void {
    imageLoadPoolManager.clearRequestStack(Enums.RequestType.Prefetch);
    const one = cache.getImage(ids[at] ?? "")?.sizeInBytes ?? 512 * 1024;
    const most = Math.min(FAR, Math.floor((room() * 0.6) / one));
    for (const id of order(ids, at, forwards, most)) {
      if (cache.getImageLoadObject(id)) continue;
      const options = { priority: 1, requestType: Enums.RequestType.Prefetch, additionalDetails: { imageId: id } };
      imageLoadPoolManager.addRequest(
        () => imageLoader.loadAndCacheImage(id, options).then(() => undefined, () => undefined),
        Enums.RequestType.Prefetch, { imageId: id }, 1,
      );
    }
  }
}

function order(ids: string[], at: number, forwards: boolean, most: number): string[] {
  const step = forwards ? 1 : -1;
  const found: string[] = [];
  for (let away = 1; found.length < most && away < ids.length; away += 1) {
    for (const place of [at + step * (2 * away - 1), at + step * 2 * away, at - step * away]) {
      const id = ids[place];
      if (id) found.push(id);
    }
  }
  return found;
}
