import { button, make } from "../shared/page";
import { COMMANDS, isCt, isOffered, type Command } from "./commands";
import { SLABS } from "./planes";
import { CT_WINDOWS } from "./presets";
import { LAYOUTS, type Layout, type Stage } from "./stage";
import { say } from "./words";

const GROUPS = ["drag", "picture", "series", "several", "measure"] as const;

/** The bar of buttons above the pictures, and the list of keys. A patient's bar has fewer. */
export class Bar {
  readonly element = make("div", "viewer-bar");
  private readonly buttons = new Map<Command, HTMLButtonElement>();
  private readonly windows: HTMLSelectElement;
  private readonly layouts: HTMLSelectElement;
  private readonly slabs: HTMLSelectElement;

  constructor(
    private readonly stage: Stage,
    private readonly reader: { plain: boolean; draws: boolean },
    private readonly run: (command: Command) => void,
  ) {
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", say("bar"));
    this.windows = choice(say("windows"), ["file", ...CT_WINDOWS.map(([key]) => key)], (key) => say(`window_${key === "file" ? "of_file" : key}`), (key) => this.shade(key));
    this.layouts = choice(say("layouts"), [...LAYOUTS], (key) => say("layout_of", { rows: key[0] ?? "", columns: key[2] ?? "" }), (key) => {
      stage.arrange(key as Layout);
    });
    this.slabs = choice(say("slabs"), SLABS.map(String), (key) => (key === "0" ? say("slab_thin") : say("slab_of", { mm: key })), (key) => stage.planes?.thick(Number(key)));
    for (const group of GROUPS) this.element.append(this.group(group));
    this.element.append(button("viewer-button viewer-keys-open", say("keys"), () => this.list().showModal()));
    this.renew();
  }

  /** What is pressed and offered now. */
  renew(): void {
    for (const [command, element] of this.buttons) {
      if (command.pressed) element.setAttribute("aria-pressed", String(command.pressed(this.stage)));
      element.hidden = !isOffered(command, this.stage);
    }
    this.windows.parentElement?.toggleAttribute("hidden", !isCt(this.stage) || this.stage.planes !== null);
    this.layouts.value = this.stage.layout;
    this.layouts.parentElement?.toggleAttribute("hidden", this.stage.planes !== null);
    this.slabs.parentElement?.toggleAttribute("hidden", this.stage.planes === null);
  }

  private group(name: (typeof GROUPS)[number]): HTMLElement {
    const element = make("div", "viewer-group");
    for (const command of COMMANDS) {
      if (command.group !== name || this.hides(command)) continue;
      const made = button("viewer-button", say(command.name), () => this.run(command));
      made.title = say("key_is", { key: keysOf(command) });
      this.buttons.set(command, made);
      element.append(made);
    }
    if (name === "drag" && !this.reader.plain) element.append(this.windows.parentElement ?? this.windows);
    if (name === "several" && !this.reader.plain) {
      element.prepend(this.layouts.parentElement ?? this.layouts);
      element.append(this.slabs.parentElement ?? this.slabs);
    }
    return element;
  }

  private hides(command: Command): boolean {
    return (this.reader.plain && !command.plain) || (!this.reader.draws && command.group === "measure");
  }

  private shade(key: string): void {
    const found = CT_WINDOWS.find(([name]) => name === key);
    if (found) this.stage.active.window(found[1], found[2]);
    else this.stage.active.window();
  }

  private list(): HTMLDialogElement {
    const dialog = make("dialog", "viewer-keys");
    dialog.setAttribute("aria-label", say("keys"));
    const list = make("dl", "viewer-keys-list");
    for (const command of COMMANDS) {
      if (!this.reader.draws && command.group === "measure") continue;
      const row = make("div");
      const key = make("kbd", "", keysOf(command));
      const term = make("dt");
      term.append(key);
      row.append(term, make("dd", "", say(command.name)));
      list.append(row);
    }
    dialog.append(make("h2", "", say("keys")), make("p", "quiet", say("keys_mouse")), list, button("button second", say("close"), () => dialog.close()));
    dialog.addEventListener("close", () => dialog.remove());
    this.element.append(dialog);
    return dialog;
  }
}

/** How a key is written on a keyboard. */
function keysOf(command: Command): string {
  const names: Record<string, string> = { " ": say("key_space"), ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
  return (command.keys[0] ?? "")
    .split(/(?<=.)\+(?=.)/)
    .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}

function choice(label: string, keys: string[], name: (key: string) => string, chosen: (key: string) => void): HTMLSelectElement {
  const [around, select] = [make("label", "viewer-choice"), make("select")];
  around.append(make("span", "unseen", label), select);
  for (const key of keys) {
    const option = make("option", "", name(key));
    option.value = key;
    select.append(option);
  }
  select.addEventListener("change", () => chosen(select.value));
  return select;
}
