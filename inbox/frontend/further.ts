import { upsert } from "../../live/frontend/apply.ts";
import { put } from "../../live/frontend/place.ts";

/**
 * A thread that was opened in its middle: fetches newer lines when the end of those there comes into sight, until it has
 * come to the newest. Lines that are written meanwhile do not come into the gap (`data-more`, `live:beyond`).
 */
export class Further {
  private loading = false;
  /** Lines that came while a page was on its way: it may have been read before them. */
  private beyond: HTMLElement[] = [];
  private readonly fell = (event: Event) => this.beyond.push((event as CustomEvent<{ element: HTMLElement }>).detail.element);
  private readonly sight = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void this.load());

  constructor(
    private readonly scroll: HTMLElement,
    private readonly list: HTMLElement,
    private readonly url: string,
  ) {
    list.addEventListener("live:beyond", this.fell);
    if (this.newer) this.sight.observe(this.newer);
  }

  stop(): void {
    this.list.removeEventListener("live:beyond", this.fell);
    this.sight.disconnect();
  }

  /** The newest lines in the place of those that are shown. */
  async toEnd(): Promise<void> {
    const page = await this.fetch(this.url);
    if (!page) return;
    const first = seqOf(page.firstElementChild);
    for (const line of this.lines) if (seqOf(line) < first) line.remove();
    this.take(page);
    if (first > 1 && !this.scroll.querySelector("[data-thread-target='older']")) this.scroll.prepend(this.older());
    this.finish();
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  private get lines(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(":scope > [data-key]")];
  }

  private get newer(): HTMLElement | null {
    return this.scroll.querySelector("[data-thread-newer]");
  }

  private async load(): Promise<void> {
    if (!this.list.hasAttribute("data-more")) return;
    const page = await this.fetch(`${this.url}?after=${seqOf(this.lines.at(-1))}`);
    if (!page || !this.list.hasAttribute("data-more")) return;
    this.take(page);
    if (!page.hasAttribute("data-more")) return this.finish();
    this.sight.disconnect();
    if (this.newer) this.sight.observe(this.newer); // asks again if the end is still in sight
  }

  private async fetch(url: string): Promise<Element | null> {
    if (this.loading) return null;
    this.loading = true;
    this.beyond = [];
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
    const html = answer?.ok && !answer.redirected ? await answer.text() : "";
    this.loading = false;
    return new DOMParser().parseFromString(html, "text/html").querySelector("ol");
  }

  private take(page: Element): void {
    const fresh = [...page.children].filter((line) => !document.getElementById(line.id));
    for (const line of fresh) put(this.list, document.importNode(line, true));
  }

  private finish(): void {
    this.list.removeAttribute("data-more");
    this.newer?.remove();
    this.scroll.querySelector("[data-thread-newest]")?.remove();
    this.stop();
    for (const line of this.beyond.splice(0)) upsert(line.id, line.outerHTML, this.list.id);
  }

  /** The place before the first line, where older ones are waited for. */
  private older(): HTMLElement {
    const place = (this.newer ?? document.createElement("div")).cloneNode(true) as HTMLElement;
    place.removeAttribute("data-thread-newer");
    place.setAttribute("data-thread-target", "older");
    return place;
  }
}

/** Bring a line that was asked for into sight, and say which it is. */
export function pointOut(line: HTMLElement, scroll: HTMLElement): void {
  line.scrollIntoView({ block: line.offsetHeight > scroll.clientHeight ? "start" : "center" });
  line.setAttribute("data-found", "");
  scroll.dispatchEvent(new Event("scroll")); // one reads here now, and follows the end no more
}

function seqOf(line: Element | null | undefined): number {
  return Number((line as HTMLElement | null | undefined)?.dataset["seq"] ?? 0);
}
