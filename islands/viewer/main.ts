import "./viewer.css";
import { make } from "../shared/page";
import { say } from "./words";

/** The imaging room. What draws is fetched only where there is something to draw. */
const page = document.querySelector<HTMLElement>("[data-viewer]");
const stage = page?.querySelector<HTMLElement>("[data-stage]");
if (page && stage) {
  const wait = make("p", "viewer-notice", say("opening"));
  stage.before(wait);
  import("./room")
    .then(({ openRoom }) => openRoom(page))
    .then(() => wait.remove())
    .catch((trouble: unknown) => {
      wait.textContent = say("not_opened");
      console.warn(trouble);
    });
}
