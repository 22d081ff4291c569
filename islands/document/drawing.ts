import { button, make, wordsOf } from "../shared/page";

const say = wordsOf("document");
const SVG = "http://www.w3.org/2000/svg";
const LEAST = 3; // points: less is a slip of the hand

interface Place {
  x: number;
  y: number;
}

/** Lets boxes be drawn on the page that is to be sealed; each is a hidden field of the form, and can be taken back. */
export function draws(form: HTMLFormElement, sheet: HTMLElement): void {
  const layer = sheet.querySelector<SVGSVGElement>("svg.sheet-words");
  const help = form.querySelector<HTMLElement>("[data-drawn]");
  if (!layer || !help || "drawing" in sheet.dataset) return;
  sheet.dataset["drawing"] = "";
  help.hidden = false;
  const list = make("ul", "plain");
  help.after(list);
  sheet.addEventListener("dragstart", (event) => event.preventDefault());
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    draw(sheet, layer, at(layer, event), (rect) => keep(form, list, rect));
  });
}

function draw(sheet: HTMLElement, layer: SVGSVGElement, from: Place, done: (rect: SVGRectElement) => void): void {
  const rect = document.createElementNS(SVG, "rect");
  rect.classList.add("mark");
  rect.dataset["kind"] = "drawn";
  layer.append(rect);
  const move = (event: PointerEvent): void => span(rect, from, at(layer, event));
  sheet.addEventListener("pointermove", move);
  sheet.addEventListener("lostpointercapture", () => {
    sheet.removeEventListener("pointermove", move);
    if (size(rect, "width") < LEAST || size(rect, "height") < LEAST) rect.remove();
    else done(rect);
  }, { once: true });
}

/** Where a pointer is, in points of the page and within it. */
function at(layer: SVGSVGElement, event: PointerEvent): Place {
  const shown = layer.getBoundingClientRect();
  const { width, height } = layer.viewBox.baseVal;
  const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  return {
    x: within(((event.clientX - shown.left) / shown.width) * width, width),
    y: within(((event.clientY - shown.top) / shown.height) * height, height),
  };
}

function span(rect: SVGRectElement, from: Place, to: Place): void {
  rect.setAttribute("x", Math.min(from.x, to.x).toFixed(1));
  rect.setAttribute("y", Math.min(from.y, to.y).toFixed(1));
  rect.setAttribute("width", Math.abs(from.x - to.x).toFixed(1));
  rect.setAttribute("height", Math.abs(from.y - to.y).toFixed(1));
}

function size(rect: SVGRectElement, name: string): number {
  return Number(rect.getAttribute(name));
}

function keep(form: HTMLFormElement, list: HTMLElement, rect: SVGRectElement): void {
  const [x, y] = [size(rect, "x"), size(rect, "y")];
  const box = make("input");
  box.type = "hidden";
  box.name = "box";
  box.value = [x, y, x + size(rect, "width"), y + size(rect, "height")].map((edge) => edge.toFixed(1)).join(" ");
  const line = make("li", "", `${say("drawn")} `);
  line.append(
    box,
    button("as-link", say("take_back"), () => {
      rect.remove();
      line.remove();
    }),
  );
  list.append(line);
  form.querySelector<HTMLElement>("[data-drawn]")?.scrollIntoView({ block: "nearest" });
}
