import { draws } from "./drawing";
import { stillHere } from "../shared/page";

const TYPED = "input, textarea, select, [contenteditable]";
const ZOOMS = ["1", "1.5", "2", "3"];

/** A page of a document: arrows turn it, + and − change its size, marks can be clicked, marked words can be added. */
document.addEventListener("keydown", (event) => {
  const here = document.querySelector<HTMLElement>("[data-document]");
  const inRoom = event.target instanceof Element && event.target.closest(TYPED) !== null;
  if (!here || inRoom || event.ctrlKey || event.metaKey || event.altKey) return;
  const sheet = here.querySelector<HTMLElement>("[data-sheet]");
  if (event.key === "+" || event.key === "=") step(here, sheet, 1);
  else if (event.key === "-") step(here, sheet, -1);
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") turn(event, here, sheet);
});

/** Turns the page where nothing can be scrolled sideways; forwards is towards the end of the line. */
function turn(event: KeyboardEvent, here: HTMLElement, sheet: HTMLElement | null): void {
  const grip = event.target instanceof Element && event.target.closest("[data-grip], [role=region]:not(.sheet-scroll)");
  if (grip || (sheet && sheet.dataset["zoom"] !== "1")) return;
  const forwards = (event.key === "ArrowRight") !== (document.documentElement.dir === "rtl");
  const link = here.querySelector<HTMLAnchorElement>(forwards ? "[rel=next]" : "[rel=prev]");
  if (!link) return;
  event.preventDefault();
  stillHere();
  link.click();
}

function step(here: HTMLElement, sheet: HTMLElement | null, by: number): void {
  const at = ZOOMS.indexOf(sheet?.dataset["zoom"] ?? "1") + by;
  const zoom = ZOOMS[at];
  if (sheet && zoom) resize(here, sheet, zoom);
}

/** Sets the size, keeps it for the pages that follow, and keeps the middle of what is seen where it is. */
function resize(here: HTMLElement, sheet: HTMLElement, zoom: string): void {
  const scroll = sheet.parentElement;
  const before = sheet.clientWidth;
  const [x, y] = scroll ? [scroll.scrollLeft + scroll.clientWidth / 2, scroll.scrollTop + scroll.clientHeight / 2] : [0, 0];
  sheet.dataset["zoom"] = zoom;
  const factor = sheet.clientWidth / before;
  scroll?.scrollTo(x * factor - scroll.clientWidth / 2, y * factor - scroll.clientHeight / 2);
  for (const one of here.querySelectorAll<HTMLElement>(".document-zoom [data-zoom]")) {
    if (one.dataset["zoom"] === zoom) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
  for (const link of here.querySelectorAll<HTMLAnchorElement>("[rel=next], [rel=prev]")) {
    const address = new URL(link.href);
    address.searchParams.set("zoom", zoom);
    link.href = address.href;
    link.setAttribute("hx-get", address.href);
    link.dispatchEvent(new Event("secunda:inserted", { bubbles: true }));
  }
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element) || event.ctrlKey || event.metaKey) return;
  const size = target.closest<HTMLElement>(".document-zoom [data-zoom]");
  const here = target.closest<HTMLElement>("[data-document]");
  const sheet = here?.querySelector<HTMLElement>("[data-sheet]");
  if (size && here && sheet) {
    event.preventDefault();
    resize(here, sheet, size.dataset["zoom"] ?? "1");
    return;
  }
  const chosen = target.closest<HTMLElement>("[data-choose]");
  if (chosen && here) choose(event, here, chosen.dataset["choose"] ?? "");
  else if (here && target.closest("[data-sheet]:not([data-drawing])") && !selection()) fromPage(event, here);
});

/** Marks a value on the page that is open, without asking the server for what is here already. */
function choose(event: Event, here: HTMLElement, id: string): void {
  const link = here.querySelector(`.sheet-marks [data-fact="${id}"]`);
  if (!link) return;
  event.preventDefault();
  for (const rect of here.querySelectorAll<SVGElement>('.mark[data-kind="chosen"]')) rect.dataset["kind"] = "fact";
  const rect = link.querySelector<SVGElement>(".mark");
  if (rect) rect.dataset["kind"] = "chosen";
  link.parentElement?.append(link);
  for (const line of here.querySelectorAll(".line[aria-current]")) line.removeAttribute("aria-current");
  const line = document.getElementById(`fact-${id}`);
  line?.setAttribute("aria-current", "true");
  const address = new URL(window.location.href);
  address.searchParams.set("fact", id);
  address.hash = "";
  window.history.replaceState(window.history.state, "", address);
  (event.type === "click" && (event.target as Element).closest("[data-sheet]") ? line : rect)?.scrollIntoView({ block: "nearest" });
}

/** A click on a mark below the words: the value's line in the list. */
function fromPage(event: MouseEvent, here: HTMLElement): void {
  for (const under of document.elementsFromPoint(event.clientX, event.clientY)) {
    const id = under.closest<SVGElement>("a[data-fact]")?.dataset["fact"];
    if (!id) continue;
    choose(event, here, id);
    return;
  }
}

function selection(): string {
  return (window.getSelection()?.toString() ?? "").replace(/\s+/g, " ").trim();
}

/** Words that are marked on the page are the quote of what is being added. */
document.addEventListener("selectionchange", () => {
  const words = selection();
  const inside = window.getSelection()?.anchorNode?.parentElement?.closest(".sheet-words");
  const quote = document.querySelector<HTMLTextAreaElement>("[data-adding][open] [data-quote]");
  if (quote && inside && words) quote.value = words.slice(0, 400);
});

/** The chosen passage comes into view, also when a page was turned. */
function settle(root: ParentNode): void {
  const scroll = root.querySelector<HTMLElement>(".sheet-scroll");
  const chosen = root.querySelector<SVGElement>('.mark[data-kind="chosen"], .mark[data-kind="hit"]');
  if (scroll && chosen) {
    const [outer, inner] = [scroll.getBoundingClientRect(), chosen.getBoundingClientRect()];
    scroll.scrollTop += inner.top - outer.top - scroll.clientHeight / 3;
  }
  const form = root.querySelector<HTMLFormElement>("[data-seal-form]");
  const sheet = root.querySelector<HTMLElement>("[data-sheet]");
  if (form && sheet) draws(form, sheet);
}

document.addEventListener("htmx:afterSettle", () => settle(document));
settle(document);
