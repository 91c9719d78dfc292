import htmx from "htmx.org";
import { csrf } from "../../live/frontend/fetch.ts";

/** htmx under a strict content policy: no eval, no style of its own, no snapshots of pages that live. */
export function configureHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    scrollIntoViewOnBoost: false,
    defaultSettleDelay: 0,
    attributesToSettle: [],
    timeout: 30_000,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  document.addEventListener("htmx:configRequest", (event) => {
    (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRFToken"] = csrf();
  });
}
