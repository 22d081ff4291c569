import { isSignedOut, signedOut, stillHere, tokenFor, wordsOf } from "../shared/page";
import { formOf } from "./forms";

const QUIET = 1500;
const LONGEST_WAIT = 30_000;
const say = wordsOf("site");

interface Draft {
  timer: number;
  wait: number;
  changed: boolean;
  sending: boolean;
}

interface Answer {
  ok: boolean;
  saved?: string;
  version?: string | number;
  sentence?: string;
}

const drafts = new Map<HTMLFormElement, Draft>();

/** Saves `form[data-autosave]` a moment after the last key, when the page is hidden, and again until it worked. */
export function startAutosave(): void {
  document.addEventListener("input", (event) => touch(formOf(event.target)));
  document.addEventListener("change", (event) => touch(formOf(event.target)));
  document.addEventListener("submit", (event) => forget(event.target as HTMLFormElement));
  document.addEventListener("secunda:flush", () => flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
}

/** Whether anything typed has not reached the server yet. */
export function unsaved(): boolean {
  return [...drafts].some(([form, draft]) => form.isConnected && (draft.changed || draft.sending));
}

function touch(form: HTMLFormElement | null): void {
  if (!form?.hasAttribute("data-autosave")) return;
  const draft = drafts.get(form) ?? { timer: 0, wait: QUIET, changed: false, sending: false };
  draft.changed = true;
  drafts.set(form, draft);
  later(form, draft, QUIET);
}

function later(form: HTMLFormElement, draft: Draft, wait: number): void {
  window.clearTimeout(draft.timer);
  draft.timer = window.setTimeout(() => void save(form, draft), wait);
}

function forget(form: HTMLFormElement): void {
  window.clearTimeout(drafts.get(form)?.timer);
  drafts.delete(form);
}

function flush(): void {
  for (const [form, draft] of drafts) if (draft.changed) void save(form, draft);
}

async function save(form: HTMLFormElement, draft: Draft): Promise<void> {
  if (!form.isConnected) return forget(form);
  if (draft.sending) return later(form, draft, QUIET);
  draft.sending = true;
  draft.changed = false;
  try {
    received(form, draft, await post(form));
  } catch {
    failed(form, draft);
  } finally {
    draft.sending = false;
  }
}

async function post(form: HTMLFormElement): Promise<Answer> {
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  const headers = { "X-Requested-With": "autosave", "X-CSRFToken": tokenFor(form), Accept: "application/json" };
  const answer = await fetch(form.dataset["autosave"] || form.action, { method: "POST", body, headers, keepalive: true });
  if (isSignedOut(answer)) {
    signedOut();
    throw new Error("signed out");
  }
  stillHere();
  const json = answer.headers.get("Content-Type")?.includes("json");
  if (!json && answer.status >= 400 && answer.status < 500) return { ok: false, sentence: say("refused") };
  return (await answer.json()) as Answer;
}

function received(form: HTMLFormElement, draft: Draft, answer: Answer): void {
  draft.wait = QUIET;
  const version = form.querySelector<HTMLInputElement>("input[name=version]");
  if (version && answer.version !== undefined) version.value = String(answer.version);
  if (answer.ok) show(form, say("saved", { time: answer.saved ?? clock() }), "done");
  else show(form, answer.sentence ?? say("unsaved"), "waiting");
}

function failed(form: HTMLFormElement, draft: Draft): void {
  draft.changed = true;
  draft.wait = Math.min(draft.wait * 2, LONGEST_WAIT);
  show(form, say("unsaved"), "waiting");
  later(form, draft, draft.wait);
}

function show(form: HTMLFormElement, sentence: string, state: "done" | "waiting"): void {
  const place = form.querySelector<HTMLElement>("[data-saved]") ?? document.querySelector<HTMLElement>("[data-saved]");
  if (!place || place.textContent === sentence) return;
  place.textContent = sentence;
  place.dataset["state"] = state;
}

function clock(): string {
  return new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
}
