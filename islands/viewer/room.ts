import { cache, type Types } from "@cornerstonejs/core";
import { make } from "../shared/page";
import { Bar } from "./bar";
import { commandOf, isOffered, type Command } from "./commands";
import { startEngine } from "./engine";
import { Keeper } from "./keeper";
import { Lane } from "./lane";
import { Shelf, type Overview } from "./shelf";
import { Stage } from "./stage";
import { say } from "./words";

const TYPED = "input, textarea, select, dialog, [contenteditable]";

/** What the page's own checks may ask of a picture: its numbers as they were decoded. */
export interface Seen {
  pixels: () => { values: Types.PixelDataTypedArray; rows: number; columns: number; isScaled: boolean } | null;
}

/** Makes the imaging room of a page: list, bar, stage. */
export async function openRoom(page: HTMLElement): Promise<void> {
  const host = page.querySelector<HTMLElement>("[data-stage]");
  const root = page.dataset["root"];
  if (!host || !root) return;
  const notice = make("p", "viewer-notice");
  notice.setAttribute("role", "status");
  const lane = new Lane(new URL(root, location.href).href, (isBroken) => {
    notice.textContent = isBroken ? say("broken") : say("back");
    if (!isBroken) window.setTimeout(() => (notice.textContent = ""), 4000);
  });
  const [engine, overview] = await Promise.all([startEngine(lane), lane.json<Overview>("")]);
  const shelf = new Shelf(lane, overview);
  if (!shelf.shown.length) return;
  host.replaceChildren();
  host.dataset["live"] = "";
  let bar: Bar | undefined;
  const stage = new Stage(engine, shelf, host, () => (bar?.renew(), listed(page, stage)));
  stage.arrange("1x1");
  const run = (command: Command): void => {
    if (!isOffered(command, stage)) return;
    command.run(stage);
    bar?.renew();
  };
  await keeps(page, lane, host);
  bar = new Bar(stage, { plain: page.dataset["viewer"] === "plain", draws: "draws" in page.dataset }, run);
  host.before(bar.element);
  host.after(notice);
  listen(page, stage, run);
  expose(page, stage);
  const asked = new URLSearchParams(location.search);
  const image = Number(asked.get("image"));
  await stage.show(asked.get("series") ?? "", image ? image - 1 : undefined);
}

/** Marks are kept where the page has a place for them. */
async function keeps(page: HTMLElement, lane: Lane, host: HTMLElement): Promise<void> {
  const address = page.dataset["marks"];
  if (!address) return;
  const saved = make("p", "viewer-notice viewer-saved");
  saved.setAttribute("role", "status");
  host.after(saved);
  const tell = (sentence: string, isTrouble: boolean): void => {
    saved.textContent = sentence;
    saved.toggleAttribute("data-trouble", isTrouble);
  };
  await new Keeper(lane.root, address, "draws" in page.dataset, tell).start().catch(() => {
    tell(say("marks_not_here"), true);
    delete page.dataset["draws"];
  });
}

function listen(page: HTMLElement, stage: Stage, run: (command: Command) => void): void {
  const draws = "draws" in page.dataset;
  page.addEventListener("keydown", (event) => {
    if (event.target instanceof Element && event.target.closest(TYPED)) return;
    const onButton = event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement;
    const command = onButton && event.key === " " ? undefined : commandOf(event);
    if (!command || (!draws && command.group === "measure")) return;
    event.preventDefault();
    run(command);
  });
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-series]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = new URL(location.href);
    address.searchParams.set("series", link.dataset["series"] ?? "");
    address.searchParams.delete("image");
    history.replaceState(history.state, "", address);
    if (stage.planes) void stage.cut();
    void stage.show(link.dataset["series"] ?? "");
  });
}

/** The list says which series are on the stage. */
function listed(page: HTMLElement, stage: Stage): void {
  const shown = new Set(stage.cells.map((cell) => cell.stack?.series.uid));
  for (const link of page.querySelectorAll<HTMLElement>("a[data-series]")) {
    if (shown.has(link.dataset["series"])) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function expose(page: HTMLElement, stage: Stage): void {
  const seen: Seen = {
    pixels: () => {
      const image = cache.getImage(stage.active.view.getCurrentImageId());
      if (!image) return null;
      return { values: image.getPixelData(), rows: image.rows, columns: image.columns, isScaled: Boolean(image.preScale?.scaled) };
    },
  };
  Object.assign(page, { seen });
}
