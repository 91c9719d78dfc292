import htmx from "htmx.org";
import { gettext } from "../../live/frontend/text.ts";
import { keepScrolls, restoreScrolls } from "./scrolls.ts";
import { plainTitle, startTitle } from "./title.ts";
import { toast } from "./toast.ts";

const HINT_AFTER = 150;

interface RequestDetail {
  target: Element;
  xhr: XMLHttpRequest;
  /** `elt` is what asked; the event's own `elt` is only where it was raised. */
  requestConfig: { elt: HTMLElement; boosted: boolean; triggeringEvent?: Event };
}

interface SwapDetail extends RequestDetail {
  shouldSwap: boolean;
  isError: boolean;
  serverResponse: string;
  swapOverride?: string;
}

/** Moving about inside the frame: htmx fetches, only <main> is swapped; address, title, focus, place and Back are looked after. */
class Navigation {
  private underWay: HTMLElement | null = null;
  private hint: ReturnType<typeof setTimeout> | undefined;
  private back = false;
  private address = location.pathname + location.search;
  /** The link that led away from each address, to stand on it again after Back. */
  private readonly leftBy = new Map<string, string>();

  start(): void {
    this.on<RequestDetail>("htmx:beforeRequest", (detail) => this.isNavigation(detail) && this.begin(detail));
    this.on<SwapDetail>("htmx:beforeSwap", (detail, event) => this.isNavigation(detail) && this.beforeSwap(detail, event));
    this.on<RequestDetail>("htmx:afterSettle", (detail) => this.isNavigation(detail) && this.arrive(detail.target.id === "main"));
    this.on<RequestDetail>("htmx:afterRequest", (detail) => detail.requestConfig.elt === this.underWay && this.end());
    this.on<RequestDetail>("htmx:sendError", (detail) => this.failed(detail, gettext("No connection. Nothing was changed.")));
    this.on<RequestDetail>("htmx:timeout", (detail) => this.failed(detail, gettext("The server did not answer in time.")));
    this.on<RequestDetail>("htmx:responseError", (detail) => this.failed(detail, sentence(detail.xhr)));
    document.addEventListener("htmx:historyCacheMiss", (event) => {
      event.preventDefault();
      this.goBack();
    });
    document.addEventListener("nav:moved", (event) => this.moved((event as CustomEvent<{ how: string }>).detail.how));
    addEventListener("pagehide", () => keepScrolls(this.address));
    this.restoreAfterReload();
  }

  /** The browser has changed the address already; bring the page there. */
  private goBack(): void {
    keepScrolls(this.address);
    this.back = true;
    const path = location.pathname + location.search;
    void htmx.ajax("get", path, { target: "#main", swap: "outerHTML", source: document.body });
  }

  private isNavigation({ requestConfig, target }: RequestDetail): boolean {
    return requestConfig.boosted || (requestConfig.elt === document.body && target.id === "main");
  }

  /** The last click wins: an earlier navigation still under way is given up. */
  private begin(detail: RequestDetail): void {
    const asked = detail.requestConfig.elt;
    if (this.underWay && this.underWay !== asked) htmx.trigger(this.underWay, "htmx:abort");
    this.underWay = asked;
    if (!this.back) {
      keepScrolls(this.address);
      const href = asked.getAttribute("href");
      if (href) this.leftBy.set(this.address, href);
    }
    clearTimeout(this.hint);
    this.hint = setTimeout(() => (document.documentElement.dataset["navigating"] = ""), HINT_AFTER);
  }

  private end(): void {
    clearTimeout(this.hint);
    delete document.documentElement.dataset["navigating"];
    this.underWay = null;
    this.back = false;
  }

  private beforeSwap(detail: SwapDetail, event: Event): void {
    if (isWholePage(detail.serverResponse)) {
      event.preventDefault(); // signed out, or another face of the product: leave the frame
      location.assign(detail.xhr.responseURL);
      return;
    }
    if (!/<main[^>]*\bid="main"/.test(detail.serverResponse)) return;
    detail.shouldSwap = true;
    detail.isError = false;
    detail.target = document.getElementById("main")!;
    detail.swapOverride = "outerHTML";
  }

  /** In a page that is whole anew the focus is looked after; where only a pane was swapped, it may stay where it is. */
  private arrive(anew: boolean): void {
    const address = location.pathname + location.search;
    const from = this.address;
    const back = this.back;
    this.address = address;
    markCurrent();
    requestAnimationFrame(() => {
      restoreScrolls(address, from, back);
      if (anew || !isInMain(document.activeElement)) focusOn(back ? this.linkLeftBy(address) : null);
    });
    announce(plainTitle());
    document.dispatchEvent(new CustomEvent("navigated", { detail: { address } }));
  }

  /** The page itself has changed the address ("push" or "replace") and is about to show what belongs to it. */
  private moved(how: string): void {
    if (how === "push") keepScrolls(this.address);
    this.address = location.pathname + location.search;
  }

  private linkLeftBy(address: string): HTMLElement | null {
    const href = this.leftBy.get(address);
    return href ? document.querySelector<HTMLElement>(`#main a[href="${CSS.escape(href)}"]`) : null;
  }

  private failed(detail: RequestDetail, text: string): void {
    if (this.isNavigation(detail)) this.end();
    const { elt, boosted, triggeringEvent } = detail.requestConfig;
    const again = () => {
      if (elt === document.body) this.goBack();
      else if (elt instanceof HTMLFormElement) elt.requestSubmit();
      else if (boosted) elt.click();
      else htmx.trigger(elt, triggeringEvent?.type ?? "click");
    };
    toast({ text, kind: "error", act: { label: gettext("Try again"), run: again } });
  }

  /** A reload inside the frame keeps the place as well. */
  private restoreAfterReload(): void {
    const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (entry && entry.type !== "navigate") restoreScrolls(this.address, this.address, true);
  }

  private on<D>(name: string, act: (detail: D, event: Event) => unknown): void {
    document.addEventListener(name, (event) => void act((event as CustomEvent<D>).detail, event));
  }
}

export function startNavigation(): void {
  new Navigation().start();
  document.addEventListener("live:shown", (event) => htmx.process(event.target as HTMLElement)); // its links move inside the frame too
  document.addEventListener("nav:unread", (event) => {
    const { name, unread } = (event as CustomEvent<{ name: string; unread: number }>).detail;
    const dot = document.querySelector<HTMLElement>(`[data-nav="${CSS.escape(name)}"] [data-nav-dot]`);
    if (!dot) return;
    dot.hidden = !unread;
    dot.dataset["count"] = String(unread);
  });
  startTitle();
}

function isWholePage(answer: string): boolean {
  return /^\s*<!doctype/i.test(answer);
}

/** The entry whose address is the longest beginning of where one is. */
function markCurrent(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-nav]")];
  const matching = links.filter((link) => location.pathname.startsWith(link.pathname));
  const current = matching.sort((one, other) => other.pathname.length - one.pathname.length)[0];
  for (const link of links) {
    if (link === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** After a move the focus goes where a person expects: to what is wrong, to what asks for it, to the heading. */
function focusOn(link: HTMLElement | null): void {
  const main = document.getElementById("main")!;
  if (main.contains(document.activeElement) && document.activeElement?.matches("[autofocus], input, textarea, select")) return;
  const target = link ?? main.querySelector<HTMLElement>("[aria-invalid='true']") ?? main.querySelector<HTMLElement>("[autofocus]") ?? main.querySelector("h1") ?? main;
  if (!target.matches("a[href], button, input, select, textarea, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function isInMain(element: Element | null): boolean {
  const main = document.getElementById("main")!;
  return element !== main && main.contains(element);
}

function announce(words: string): void {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = words;
}

function sentence(answer: XMLHttpRequest): string {
  if (answer.status === 403) return gettext("This is not open to you. An owner or an admin can give you access.");
  if (answer.status === 404) return gettext("This is not there any more.");
  if (answer.status === 409) return gettext("Someone else was faster. Look again before you go on.");
  if (answer.status === 413) return gettext("This is too large.");
  if (answer.status === 429) return gettext("Too many tries. Wait a minute.");
  return gettext("Something went wrong on our side. What you wrote is kept.");
}
