import { button, make } from "../shared/page";
import { dropped } from "./dropped";
import { Queue, say } from "./queue";

/** Stands on a plain multipart form (`form[data-upload]`) and sends each file on its own, showing where it is. */
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) mount(form);

function mount(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file][name=file]");
  const field = input?.closest<HTMLElement>(".field");
  if (!input || !field) return;
  const queue = new Queue(form);
  const zone = make("div", "upload-drop");
  field.before(zone);
  zone.append(field, ways(queue));
  zone.after(queue.overall, queue.list);
  for (const submit of form.querySelectorAll<HTMLElement>("button:not([type=button])")) submit.hidden = true;
  takeFrom(input, queue);
  takeDrops(zone, queue);
  form.addEventListener("submit", (event) => event.preventDefault());
}

function takeFrom(input: HTMLInputElement, queue: Queue): void {
  input.required = false;
  input.addEventListener("change", () => {
    for (const file of input.files ?? []) queue.add(file, file.webkitRelativePath);
    input.value = "";
  });
}

function takeDrops(zone: HTMLElement, queue: Queue): void {
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer) void dropped(event.dataTransfer, (file, path) => queue.add(file, path));
  });
}

/** Other ways to give files: a photo on a phone, a folder and dropping on a desk. */
function ways(queue: Queue): HTMLElement {
  const box = make("div", "upload-ways");
  if (matchMedia("(pointer: coarse)").matches) {
    const camera = hidden(queue, "image/*");
    camera.setAttribute("capture", "environment");
    box.append(button("button second", say("camera"), () => camera.click()), camera);
  } else {
    const folder = hidden(queue, "");
    folder.webkitdirectory = true;
    box.append(make("span", "quiet", say("drop")), button("as-link", say("folder"), () => folder.click()), folder);
  }
  return box;
}

function hidden(queue: Queue, accept: string): HTMLInputElement {
  const input = make("input");
  input.type = "file";
  input.accept = accept;
  input.hidden = true;
  takeFrom(input, queue);
  return input;
}
