import { button, make } from "../shared/page";
import { say } from "./words";

/** Asks for the words beside an arrow; none takes the arrow away. */
export function askForWords(done: (said: string) => void): void {
  const dialog = make("dialog");
  const form = make("form");
  const [label, input, actions] = [make("label", "", say("arrow_words")), make("input"), make("div", "actions")];
  let said = "";
  dialog.setAttribute("aria-label", say("arrow_words"));
  form.method = "dialog";
  input.maxLength = 200;
  input.dir = "auto";
  label.append(input);
  actions.append(make("button", "button", say("arrow_keep")), button("button second", say("arrow_drop"), () => dialog.close()));
  form.append(label, actions);
  form.addEventListener("submit", () => (said = input.value.trim()));
  dialog.addEventListener("close", () => {
    dialog.remove();
    done(said);
  });
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
}
