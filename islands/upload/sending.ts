import { DetailedError, Upload } from "tus-js-client";
import { isSignedOut, signedOut, stillHere, tokenFor } from "../shared/page";

/** What the server says of a file that has come whole. */
export interface Answer {
  ok: boolean;
  waiting?: boolean;
  id?: string;
  sentence?: string;
  row_html?: string;
}

/** What a file's line is told while it is being sent. */
export interface Line {
  /** Where the file lives at the server from now on. */
  at(url: string): void;
  moved(sent: number, total: number): void;
  arrived(): void;
  /** The server has it, or says why not; `undefined`: it has it, and nobody has asked for more. */
  answered(answer: Answer | undefined): void;
  /** It is none of the records of the disc whose folder is sent: its viewer's, or the computer's own. */
  leftOut(): void;
  /** It did not come, and not by the file's fault. */
  failed(why: "failed" | "broken" | "too_large_here"): void;
}

export interface Sending {
  /** Stops for now; what has come stays, where files are sent piece by piece. */
  pause(): void;
  /** Stops for good. */
  stop(): void;
}

export interface Named {
  file: File;
  /** The folders above it and its name; empty for a file by itself. */
  path: string;
  /** Where it goes on; empty for a new one. */
  url: string;
  /** Whether programs lie in its folder, as a disc's viewer does. */
  besidePrograms: boolean;
}

const PIECE = 16 * 1024 * 1024;
const PATIENCE = [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000];
const SIGNED_OUT = 401;

/** Sends a file piece by piece (tus 1.0), going on by itself after a broken line or a restarted server. */
export function byPieces(endpoint: string, named: Named, line: Line): Sending {
  let outcome: string | undefined;
  const upload = new Upload(named.file, {
    endpoint,
    uploadUrl: named.url || null,
    chunkSize: PIECE,
    retryDelays: PATIENCE,
    uploadDataDuringCreation: true,
    // The server remembers what waits, and tells it to this account alone: no file name stays in the browser.
    storeFingerprintForResuming: false,
    headers: { "X-Requested-With": "upload" },
    metadata: {
      filename: named.file.name,
      relativePath: named.path,
      modified: String(named.file.lastModified),
      ...(named.besidePrograms ? { besidePrograms: "1" } : {}),
    },
    onUploadUrlAvailable: () => line.at(upload.url ?? ""),
    onProgress: (sent, total) => {
      stillHere();
      line.moved(sent, total);
      if (sent === total) line.arrived();
    },
    onAfterResponse: (_request, response) => {
      outcome = response.getHeader("Secunda-Outcome") ?? outcome;
    },
    onShouldRetry: (error) => mayPass(error.originalResponse?.getStatus() ?? 0),
    onSuccess: () => {
      if (outcome === "taken") line.answered(undefined);
      else if (outcome === "left-out") line.leftOut();
      else void askInto(upload.url ?? "", line);
    },
    onError: (error) => refusedOr(error, line),
  });
  upload.start();
  return { pause: () => void upload.abort(), stop: () => void upload.abort(true).catch(() => undefined) };
}

/** Whether trying again may help: nothing came back, somebody else was at it, or the server has trouble. */
function mayPass(status: number): boolean {
  return status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 501 && status !== 507);
}

function refusedOr(error: Error, line: Line): void {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  if (status === SIGNED_OUT) signedOut();
  const answer = status && status !== SIGNED_OUT ? parse(response?.getBody() ?? "") : undefined;
  if (answer && !mayPass(status)) line.answered({ ...answer, ok: false });
  else line.failed(status >= 500 ? "broken" : "failed");
}

/** Asks what became of a file that came whole. */
export async function ask(url: string): Promise<Answer | undefined> {
  const response = await fetch(url, { headers: { Accept: "application/json", "X-Requested-With": "upload" } });
  return response.ok ? parse(await response.text()) : undefined;
}

async function askInto(url: string, line: Line): Promise<void> {
  const answer = await ask(url).catch(() => undefined);
  if (answer) line.answered(answer);
  else line.failed("failed");
}

/** Sends a file by the form, in one request: where the server takes files whole only. */
export function inOne(form: HTMLFormElement, named: Named, line: Line): Sending {
  const request = new XMLHttpRequest();
  request.open("POST", form.getAttribute("action") || location.href);
  request.setRequestHeader("X-CSRFToken", tokenFor(form));
  request.setRequestHeader("X-Requested-With", "upload");
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    stillHere();
    line.moved(event.loaded, event.total);
  });
  request.upload.addEventListener("load", () => line.arrived());
  request.addEventListener("load", () => {
    if (isSignedOut({ status: request.status, redirected: true, url: request.responseURL })) signedOut();
    const answer = parse(request.responseText);
    if (answer) line.answered(answer);
    else line.failed(request.status === 413 ? "too_large_here" : "broken");
  });
  request.addEventListener("error", () => line.failed("failed"));
  request.addEventListener("timeout", () => line.failed("failed"));
  request.send(body(form, named));
  return { pause: () => request.abort(), stop: () => request.abort() };
}

function body(form: HTMLFormElement, named: Named): FormData {
  const found = new FormData();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") found.append(name, value);
  if (named.path) found.append("path", named.path);
  found.append("file", named.file, named.file.name);
  return found;
}

function parse(text: string): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null && "ok" in answer ? (answer as Answer) : undefined;
  } catch {
    return undefined;
  }
}
