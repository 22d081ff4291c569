const changed = new WeakSet<HTMLFormElement>();
const onTheirWay = new WeakSet<HTMLFormElement>();

/** Asks before changes in `form[data-unsaved]` are left behind, and lets a form be sent only once at a time. */
export function startForms(): void {
  for (const box of document.querySelectorAll<HTMLInputElement>("input[data-time-zone]")) {
    box.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
  document.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (form?.hasAttribute("data-unsaved")) changed.add(form);
  });
  document.addEventListener("submit", (event) => sendOnce(event));
  window.addEventListener("beforeunload", (event) => {
    if ([...document.forms].some((form) => changed.has(form))) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) release(form);
  });
}

/** The form that an event's target belongs to. */
export function formOf(target: EventTarget | null): HTMLFormElement | null {
  return target instanceof Element ? target.closest("form") : null;
}

function sendOnce(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented) return;
  if (onTheirWay.has(form)) {
    event.preventDefault();
    return;
  }
  changed.delete(form);
  onTheirWay.add(form);
  event.submitter?.setAttribute("aria-disabled", "true");
  window.setTimeout(() => release(form), 15_000);
}

function release(form: HTMLFormElement): void {
  onTheirWay.delete(form);
  for (const button of form.querySelectorAll("[aria-disabled=true]")) button.removeAttribute("aria-disabled");
}
