import "./upload.css";
import { button, make } from "../shared/page";
import { dropped } from "./dropped";
import { inWords } from "./figures";
import { Queue } from "./queue";
import { folderOf, Waiting } from "./waiting";
import { say } from "./words";

const PROGRAM = /\.(exe|dll|ocx|jar|class|so|dylib|app|msi|bat|cmd|com|sys)$/i;

type Take = (file: File, path: string) => void;

/** Stands on a plain multipart form (`form[data-upload]`) and sends each file on its own, showing where it is. */
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) mount(form);

function mount(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file][name=file]");
  const field = input?.closest<HTMLElement>(".field");
  if (!input || !field) return;
  const queue = new Queue(form);
  const waiting = new Waiting(queue);
  const taking = into(queue, waiting);
  const zone = make("div", "upload-drop");
  field.before(waiting.box, zone);
  zone.append(field, ways(taking));
  zone.after(queue.overall, queue.list);
  for (const submit of form.querySelectorAll<HTMLElement>("button:not([type=button])")) submit.hidden = true;
  const limit = form.querySelector<HTMLElement>("[data-upload-limit]");
  if (limit && queue.endpoint) limit.textContent = say("limit", { limit: inWords(queue.limit) });
  takeFrom(input, taking);
  takeDrops(zone, taking);
  form.addEventListener("submit", (event) => event.preventDefault());
}

interface Taking {
  take: Take;
  /** All files of one choice are handed over. */
  end(): void;
}

/** Gathers the files of one choice: which folders hold a disc's viewer is known only when all were seen. */
function into(queue: Queue, waiting: Waiting): Taking {
  let chosen: { file: File; path: string }[] = [];
  return {
    take: (file, path) => chosen.push({ file, path }),
    end: () => void waiting.ready.then(() => {
      const programs = new Set(chosen.filter(({ path }) => PROGRAM.test(path)).map(({ path }) => folderOf(path)));
      for (const { file, path } of chosen) {
        if (waiting.isHere(file, path)) {
          queue.hasAlready(file);
          continue;
        }
        const known = waiting.take(file, path);
        const besidePrograms = path !== "" && programs.has(folderOf(path));
        queue.add({ file, path, url: known?.url ?? "", besidePrograms }, known?.offset);
      }
      chosen = [];
      waiting.show();
      queue.next();
    }),
  };
}

function takeFrom(input: HTMLInputElement, taking: Taking): void {
  input.required = false;
  input.addEventListener("change", () => {
    for (const file of input.files ?? []) taking.take(file, file.webkitRelativePath);
    input.value = "";
    taking.end();
  });
}

function takeDrops(zone: HTMLElement, taking: Taking): void {
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer) void dropped(event.dataTransfer, taking.take).finally(() => taking.end());
  });
}

/** Other ways to give files: a photo on a phone, a folder and dropping on a desk. */
function ways(taking: Taking): HTMLElement {
  const box = make("div", "upload-ways");
  if (matchMedia("(pointer: coarse)").matches) {
    const camera = hidden(taking, "image/*");
    camera.setAttribute("capture", "environment");
    box.append(button("button second", say("camera"), () => camera.click()), camera);
  } else {
    const folder = hidden(taking, "");
    folder.webkitdirectory = true;
    folder.dataset["folder"] = "";
    box.append(make("span", "quiet", say("drop")), button("as-link", say("folder"), () => folder.click()), folder);
  }
  return box;
}

function hidden(taking: Taking, accept: string): HTMLInputElement {
  const input = make("input");
  input.type = "file";
  input.accept = accept;
  input.hidden = true;
  takeFrom(input, taking);
  return input;
}
