/** What every island needs from the page it stands on: its words, the request token, the events between islands. */

/** The words of an island in the reader's language, written by the template tag as JSON. */
export function wordsOf(island: string): (key: string, values?: Record<string, string | number>) => string {
  const text = document.getElementById(`words-${island}`)?.textContent;
  const words: Record<string, string> = text ? JSON.parse(text) : {};
  return (key, values = {}) =>
    (words[key] ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : String(value);
    });
}

/** The CSRF token: of the form if it has one, else of the page. */
export function tokenFor(form?: HTMLFormElement | null): string {
  const own = form?.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
  return own ?? document.body.dataset["csrf"] ?? "";
}

/** Something happened that counts as being there (reading, uploading). */
export function stillHere(): void {
  document.dispatchEvent(new Event("secunda:activity"));
}

/** The server says that nobody is signed in any more. */
export function signedOut(): void {
  document.dispatchEvent(new Event("secunda:signed-out"));
}

/** Whether an answer means that the session is over (also when it was led away to the sign-in page). */
export function isSignedOut(answer: { status: number; redirected?: boolean; url?: string }): boolean {
  const signIn = document.body.dataset["signInUrl"];
  const led = Boolean(answer.redirected && signIn && answer.url && new URL(answer.url).pathname === signIn);
  return answer.status === 401 || led;
}

/** An element with a class and text. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", text = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** A button that submits nothing. */
export function button(className: string, text: string, onClick: () => void): HTMLButtonElement {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}
