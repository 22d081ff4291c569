import { utilities } from "@cornerstonejs/core";
import { annotation, Enums, type Types } from "@cornerstonejs/tools";
import type { Stage } from "./stage";

const INK = "rgb(255, 214, 102)";
const CHOSEN = "rgb(143, 208, 193)";

/** How what is drawn on a picture looks. */
export function dressMarks(): void {
  const style = annotation.config.style;
  style.setDefaultToolStyles({
    global: {
      ...style.getDefaultToolStyles().global,
      color: INK, colorHighlighted: CHOSEN, colorSelected: CHOSEN, colorLocked: INK, lineWidth: "1.5", textBoxColor: INK,
      textBoxColorHighlighted: CHOSEN, textBoxColorSelected: CHOSEN, textBoxColorLocked: INK, textBoxFontFamily: "system-ui, sans-serif",
      textBoxFontSize: "13px", textBoxBackground: "rgba(0, 0, 0, 0.5)",
    },
  });
}

/** Everything that is drawn on any picture here, but the helping lines. */
export function everyMark(): Types.Annotation[] {
  return annotation.state.getAllAnnotations().filter((one) => one.data.handles !== undefined && Boolean(one.metadata?.referencedImageId));
}

/** Takes away what is chosen, else what was drawn last. */
export function removeMark(stage: Stage): void {
  const every = everyMark();
  const chosen = every.find((one) => annotation.selection.isAnnotationSelected(one.annotationUID ?? "")) ?? every.at(-1);
  if (!chosen?.annotationUID) return;
  annotation.state.removeAnnotation(chosen.annotationUID);
  for (const cell of stage.cells) cell.view.render();
}

/** Takes the last stroke back. */
export function undoMark(stage: Stage): void {
  utilities.HistoryMemo.DefaultHistoryMemo.undo();
  for (const cell of stage.cells) cell.view.render();
}

/** What tells that marks have changed. */
export const MARKS_CHANGED = [Enums.Events.ANNOTATION_COMPLETED, Enums.Events.ANNOTATION_MODIFIED, Enums.Events.ANNOTATION_REMOVED];
