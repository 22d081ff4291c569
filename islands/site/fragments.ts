import htmx from "htmx.org";
import { isSignedOut, make, signedOut, tokenFor, wordsOf } from "../shared/page";

const say = wordsOf("site");

/** htmx without eval, without inline style, without a copy of pages in the browser. Statuses 409 and 422 are swapped. */
export function startHtmx(): void {
  htmx.config.allowEval = false;
  htmx.config.allowScriptTags = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.historyCacheSize = 0;
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ];
  document.addEventListener("htmx:configRequest", (event) => {
    const { headers, elt } = (event as CustomEvent<{ headers: Record<string, string>; elt: Element }>).detail;
    headers["X-CSRFToken"] = tokenFor(elt.closest("form"));
  });
  document.addEventListener("htmx:sendError", () => tell(say("failed")));
  document.addEventListener("htmx:responseError", (event) => {
    const xhr = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    if (isSignedOut({ status: xhr.status })) signedOut();
    else tell(say("broken"));
  });
  document.addEventListener("htmx:afterSettle", (event) => focusIn(event.target as Element));
  document.addEventListener("secunda:inserted", (event) => htmx.process(event.target as Element));
  focusIn(document);
}

/** Puts a sentence above the main text, in the live region of the frame. */
function tell(sentence: string): void {
  const notice = document.getElementById("notice");
  if (!notice) return;
  const banner = make("p", "banner", sentence);
  banner.dataset["tone"] = "danger";
  notice.replaceChildren(banner);
  banner.scrollIntoView({ block: "nearest" });
}

function focusIn(root: ParentNode): void {
  root.querySelector<HTMLElement>("[data-focus]")?.focus();
}
