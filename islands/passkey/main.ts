import { wordsOf } from "../shared/page";

/** Says in words what went wrong with a passkey, and hides what this browser cannot do. The ceremony is allauth's. */
const say = wordsOf("passkey");
const KEYS: Record<string, string> = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const error: unknown = (event as CustomEvent<{ exception: unknown }>).detail.exception;
  show(say(KEYS[error instanceof Error ? error.name : ""] ?? "failed"));
});

for (const starter of document.querySelectorAll<HTMLButtonElement>("[data-passkey]")) {
  starter.addEventListener("click", () => show(""));
  if (!("PublicKeyCredential" in window)) {
    starter.disabled = true;
    show(say("unsupported"));
  }
}

function show(sentence: string): void {
  const place = document.querySelector<HTMLElement>("[data-passkey-message]");
  if (!place) return;
  place.hidden = sentence === "";
  place.textContent = sentence;
}
