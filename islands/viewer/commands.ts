import { removeMark, undoMark } from "./marks";
import { CT_WINDOWS } from "./presets";
import { LAYOUTS, type Stage } from "./stage";
import { MOVES, RULERS, type Mode } from "./tools";

/** Something that a key or a button does. `keys` are as the browser names them; `plain` stands in everybody's bar. */
export interface Command {
  name: string;
  keys: string[];
  run: (stage: Stage) => void;
  group: "drag" | "measure" | "picture" | "series" | "several" | "";
  plain?: boolean;
  inPlanes?: boolean;
  pressed?: (stage: Stage) => boolean;
  offered?: (stage: Stage) => boolean;
}

const MODE_KEYS: Record<Mode, string> = {
  window: "w", scroll: "s", zoom: "z", pan: "p", magnify: "m",
  length: "d", bidirectional: "b", angle: "a", cobb: "k", ellipse: "e", probe: "h", arrow: "t",
};
const SOME = 10;
const PACE = 40;
const several = (stage: Stage): boolean => stage.cells.length > 1;

const dragging = (mode: Mode, group: "drag" | "measure"): Command => ({
  name: `drag_${mode}`,
  keys: [MODE_KEYS[mode]],
  group,
  plain: group === "drag",
  run: (stage) => stage.tools.choose(mode),
  pressed: (stage) => stage.tools.mode === mode,
});

const drags = MOVES.map((mode) => dragging(mode, "drag"));
const measures: Command[] = [
  ...RULERS.map((mode) => dragging(mode, "measure")),
  { name: "undo", keys: ["u"], group: "measure", run: undoMark },
  { name: "remove_mark", keys: ["Delete", "Backspace"], group: "measure", run: removeMark },
];

const moves: Command[] = [
  { name: "image_before", keys: ["ArrowUp"], group: "", run: (stage) => stage.active.go(stage.active.place - 1) },
  { name: "image_after", keys: ["ArrowDown"], group: "", run: (stage) => stage.active.go(stage.active.place + 1) },
  { name: "ten_back", keys: ["PageUp"], group: "", run: (stage) => stage.active.go(stage.active.place - SOME) },
  { name: "ten_on", keys: ["PageDown"], group: "", run: (stage) => stage.active.go(stage.active.place + SOME) },
  { name: "first", keys: ["Home"], group: "", run: (stage) => stage.active.go(0) },
  { name: "last", keys: ["End"], group: "", run: (stage) => stage.active.go(stage.active.length - 1) },
  { name: "series_before", keys: ["["], group: "", run: (stage) => void stage.step(-1) },
  { name: "series_after", keys: ["]"], group: "", run: (stage) => void stage.step(1) },
  { name: "brighter", keys: ["Shift+ArrowUp"], group: "", run: (stage) => stage.active.shade(1, 0) },
  { name: "darker", keys: ["Shift+ArrowDown"], group: "", run: (stage) => stage.active.shade(-1, 0) },
  { name: "more_contrast", keys: ["Shift+ArrowLeft"], group: "", run: (stage) => stage.active.shade(0, -1) },
  { name: "less_contrast", keys: ["Shift+ArrowRight"], group: "", run: (stage) => stage.active.shade(0, 1) },
  { name: "move_up", keys: ["Alt+ArrowUp"], group: "", run: (stage) => stage.active.move(0, -PACE) },
  { name: "move_down", keys: ["Alt+ArrowDown"], group: "", run: (stage) => stage.active.move(0, PACE) },
  { name: "move_start", keys: ["Alt+ArrowLeft"], group: "", run: (stage) => stage.active.move(-PACE, 0) },
  { name: "move_end", keys: ["Alt+ArrowRight"], group: "", run: (stage) => stage.active.move(PACE, 0) },
];

const pictures: Command[] = [
  { name: "closer", keys: ["+", "="], group: "picture", plain: true, run: (stage) => stage.active.zoom(true) },
  { name: "away", keys: ["-"], group: "picture", plain: true, run: (stage) => stage.active.zoom(false) },
  { name: "turn", keys: ["r"], group: "picture", run: (stage) => stage.active.turn(90) },
  { name: "invert", keys: ["i"], group: "picture", run: (stage) => stage.active.invert(), pressed: (stage) => stage.active.view.getProperties().invert === true },
  { name: "reset", keys: ["x"], group: "picture", plain: true, run: (stage) => stage.active.reset() },
  { name: "play", keys: [" "], group: "series", plain: true, run: (stage) => stage.active.play(), pressed: (stage) => stage.active.isPlaying, offered: (stage) => stage.active.length > 1 },
];

const sideBySide: Command[] = [
  { name: "compare", keys: ["c"], group: "several", run: (stage) => void stage.compare() },
  { name: "link", keys: ["l"], group: "several", run: (stage) => stage.link(), pressed: (stage) => stage.isLinked, offered: several },
  { name: "next_picture", keys: ["n"], group: "", run: (stage) => stage.next(1), offered: several },
  { name: "layout", keys: ["g"], group: "", run: (stage) => stage.arrange(LAYOUTS[(LAYOUTS.indexOf(stage.layout) + 1) % LAYOUTS.length] ?? "1x1") },
];

const planes: Command[] = [
  { name: "planes", keys: ["v"], group: "several", inPlanes: true, run: (stage) => void stage.cut(), pressed: (stage) => stage.planes !== null, offered: (stage) => stage.isVolume },
];

const windows: Command[] = [
  { name: "window_of_file", keys: ["0"], group: "", run: (stage) => stage.active.window() },
  ...CT_WINDOWS.map(([key, centre, width], place): Command => ({
    name: `window_${key}`,
    keys: [String(place + 1)],
    group: "",
    run: (stage) => isCt(stage) && stage.active.window(centre, width),
  })),
];

/** Whether Hounsfield windows have a meaning for what is chosen. */
export function isCt(stage: Stage): boolean {
  return stage.active.stack?.series.modality === "CT";
}

/** Whether a command has a meaning now: in three planes only few have. */
export function isOffered(command: Command, stage: Stage): boolean {
  return (stage.planes === null || command.inPlanes === true) && command.offered?.(stage) !== false;
}

/** Everything that can be done, in the order of the bar and of the list of keys. */
export const COMMANDS: Command[] = [...drags, ...measures, ...pictures, ...sideBySide, ...planes, ...windows, ...moves];

/** The command of a key that was pressed. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey) return undefined;
  const parts = [event.altKey ? "Alt+" : "", event.shiftKey && event.key.length > 1 ? "Shift+" : "", event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const told = parts.join("");
  return COMMANDS.find((command) => command.keys.includes(told));
}
