import "./site.css";
import { startAutosave } from "./autosave";
import { startForms } from "./forms";
import { startHtmx } from "./fragments";
import { startRoom } from "./room";
import { startSession } from "./session";

startHtmx();
startForms();
startAutosave();
startSession();
startRoom();
