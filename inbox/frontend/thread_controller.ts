import { Controller } from "@hotwired/stimulus";
import { csrf } from "../../live/frontend/fetch.ts";
import { me } from "../../live/frontend/me.ts";
import { gettext } from "../../live/frontend/text.ts";
import { dayOf, goesOn, nameOf, type Spoken } from "./days.ts";
import { Further, pointOut } from "./further.ts";

/** When to say again what the server did not hear. */
const AGAIN = 5_000;
/** How long a new line must stand in sight before it counts as seen. */
const DWELL = 1_000;

/**
 * A thread as its reader sees it: days, what is new, who goes on speaking, how far the client has seen; notes how far
 * this person has read; fetches older lines when the beginning comes into sight.
 *
 * It says `thread:seen` with the newest line that was in sight for a second: the send guard measures by it.
 */
export class ThreadController extends Controller<HTMLElement> {
  static override targets = ["scroll", "lines", "older"];
  static override values = { id: String, read: Number, reading: String, older: String, at: Number };
  declare readonly scrollTarget: HTMLElement;
  declare readonly linesTarget: HTMLElement;
  declare readonly olderTarget: HTMLElement;
  declare readonly hasOlderTarget: boolean;
  declare readonly idValue: string;
  declare readonly readValue: number;
  declare readonly readingValue: string;
  declare readonly olderValue: string;
  declare readonly atValue: number;
  private further: Further | null = null;
  private seen = 0;
  private noted = 0;
  private boundary = 0;
  private loading = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private dwell: ReturnType<typeof setTimeout> | undefined;
  private sights: { seq: number; at: number }[] = [];
  private drawing = 0;
  private readonly changed = new MutationObserver(() => this.redraw());
  private readonly look = () => this.lookSoon();
  /** Who writes from the middle sees their words at the end. */
  private readonly sent = () => this.linesTarget.hasAttribute("data-more") && void this.toEnd();
  private readonly shown = (event: Event) => this.element.contains(event.target as Element) && this.redraw();
  private readonly start = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void this.loadOlder());

  override connect(): void {
    this.boundary = this.noted = this.readValue;
    this.changed.observe(this.linesTarget, { childList: true, attributes: true, attributeFilter: ["data-seq", "data-key"], subtree: true });
    this.scrollTarget.addEventListener("scroll", this.look, { passive: true });
    this.element.addEventListener("submit", this.sent, { capture: true });
    document.addEventListener("visibilitychange", this.look);
    document.addEventListener("live:shown", this.shown);
    this.draw();
    if (this.linesTarget.hasAttribute("data-more")) this.further = new Further(this.scrollTarget, this.linesTarget, this.olderValue);
    requestAnimationFrame(() => this.open());
  }

  override disconnect(): void {
    this.changed.disconnect();
    this.start.disconnect();
    this.further?.stop();
    this.forgetSights();
    clearTimeout(this.again);
    cancelAnimationFrame(this.drawing);
    this.scrollTarget.removeEventListener("scroll", this.look);
    this.element.removeEventListener("submit", this.sent, { capture: true });
    document.removeEventListener("visibilitychange", this.look);
    document.removeEventListener("live:shown", this.shown);
  }

  private get lines(): HTMLElement[] {
    return [...this.linesTarget.querySelectorAll<HTMLElement>(":scope > [data-key], :scope > [data-pending], :scope > [data-failed]")];
  }

  /** From the middle of the thread to its end. */
  async toEnd(): Promise<void> {
    await this.further?.toEnd();
    this.start.disconnect();
    if (this.hasOlderTarget) this.start.observe(this.olderTarget);
  }

  /** Begin at the line that was asked for, or at what is new, else at the end. What is in sight at once was seen. */
  private open(): void {
    const asked = this.linesTarget.querySelector<HTMLElement>(`:scope > [data-seq="${this.atValue}"]`);
    if (asked) pointOut(asked, this.scrollTarget);
    const divider = asked ? null : this.linesTarget.querySelector<HTMLElement>("[data-new]");
    if (divider && divider.offsetTop < this.scrollTarget.scrollTop) this.scrollTarget.scrollTop = Math.max(0, divider.offsetTop - 16);
    if (this.hasOlderTarget) this.start.observe(this.olderTarget);
    if (!document.hidden) this.see(this.inSight());
  }

  /** A thread that was read anew may have a beginning again. */
  olderTargetConnected(older: HTMLElement): void {
    this.start.observe(older);
  }

  private redraw(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => this.draw());
    this.lookSoon();
  }

  private draw(): void {
    this.nameClient();
    let before: Spoken | null = null;
    let day = "";
    let isNew = false;
    for (const line of this.lines) {
      const spoken = spokenIn(line);
      const today = dayOf(spoken.at);
      divide(line, "day", today !== day ? nameOf(today, new Date(), document.documentElement.lang) : "", today);
      const begins: boolean = !isNew && this.isNews(line);
      divide(line, "new", begins ? gettext("New") : "", "new");
      mark(line, "data-goes-on", !begins && goesOn(before, spoken) ? "" : null);
      isNew ||= begins;
      [day, before] = [today, spoken];
    }
    sweep(this.linesTarget);
    this.drawSeen();
  }

  /** The first line by others beyond where this person had read when they came. */
  private isNews(line: HTMLElement): boolean {
    const { seq, kind, author } = line.dataset;
    return this.boundary > 0 && Number(seq) > this.boundary && kind !== "event" && author !== me().id;
  }

  /** Under the last reply that the client has seen: "Seen". */
  private drawSeen(): void {
    const until = Number(this.element.querySelector<HTMLElement>(".thread-head")?.dataset["seen"] ?? 0);
    const ours = this.lines.filter((line) => line.matches(".message--ours[data-key]"));
    const last = ours.filter((line) => Number(line.dataset["seq"]) <= until).pop();
    for (const line of ours) foot(line, line === last ? gettext("Seen by the client") : "");
  }

  /** The client's lines are called as the head calls them: a name changes in one place. */
  private nameClient(): void {
    const head = this.element.querySelector<HTMLElement>(".thread-head");
    const name = head?.querySelector(".thread-head__client")?.textContent ?? "";
    const face = head?.querySelector(".thread-head__face .avatar");
    for (const said of this.linesTarget.querySelectorAll(".quote [data-client]")) if (said.textContent !== name) said.textContent = name;
    for (const line of this.linesTarget.querySelectorAll(".message--theirs")) {
      const author = line.querySelector(".message__author");
      if (!author || author.textContent === name) continue;
      author.textContent = name;
      if (face) line.querySelector(".message__face")?.replaceChildren(face.cloneNode(true));
    }
  }

  /** Each line that comes into sight has its own second; those that are still there then were seen. */
  private lookSoon(): void {
    if (document.hidden) return this.forgetSights();
    const sight = this.inSight();
    if (sight > Math.max(this.seen, this.sights.at(-1)?.seq ?? 0)) this.sights.push({ seq: sight, at: Date.now() });
    if (this.sights.length && this.dwell === undefined) this.dwell = setTimeout(() => this.looked(), DWELL);
  }

  private looked(): void {
    this.dwell = undefined;
    const ripe = this.sights.filter(({ at }) => Date.now() - at >= DWELL - 50);
    this.sights = this.sights.slice(ripe.length);
    const newest = Math.min(ripe.at(-1)?.seq ?? 0, this.inSight());
    if (!document.hidden) this.see(newest);
    const next = this.sights[0];
    if (next) this.dwell = setTimeout(() => this.looked(), next.at + DWELL - Date.now());
  }

  private forgetSights(): void {
    clearTimeout(this.dwell);
    this.dwell = undefined;
    this.sights = [];
  }

  /** The newest line whose end can be seen. */
  private inSight(): number {
    const end = this.scrollTarget.getBoundingClientRect().bottom + 8;
    const seen = this.lines.filter((line) => line.dataset["seq"] && line.getBoundingClientRect().bottom <= end);
    return Number(seen.at(-1)?.dataset["seq"] ?? 0);
  }

  private see(seq: number): void {
    if (seq <= this.seen) return;
    this.seen = seq;
    this.dispatch("seen", { detail: { seq } });
    void this.note();
  }

  private async note(): Promise<void> {
    const seq = this.seen;
    if (seq <= this.noted || !this.readingValue) return;
    this.noted = seq;
    const headers = { "X-CSRFToken": csrf(), "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await fetch(this.readingValue, { method: "PUT", headers, body: `seq=${seq}`, keepalive: true }).catch(() => null);
    if (answer?.ok) return;
    this.noted = Math.min(this.noted, this.readValue); // said again with the next line, or when the server is back
    clearTimeout(this.again);
    if (!answer || answer.status >= 500) this.again = setTimeout(() => void this.note(), AGAIN);
  }

  private async loadOlder(): Promise<void> {
    const first = Number(this.lines[0]?.dataset["seq"] ?? 0);
    if (this.loading || first <= 1) return;
    this.loading = true;
    const answer = await fetch(`${this.olderValue}?before=${first}`, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
    if (answer?.ok && !answer.redirected) this.prepend(await answer.text());
    this.loading = false;
  }

  /** Put older lines before the others, and keep what is being read where it is. */
  private prepend(html: string): void {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = [...page.querySelectorAll("ol > li")].filter((line) => !document.getElementById(line.id));
    const anchor = this.lines[0];
    const stood = anchor?.getBoundingClientRect().bottom ?? 0;
    this.linesTarget.prepend(...fresh.map((line) => document.importNode(line, true)));
    if (Number(this.lines[0]?.dataset["seq"]) <= 1 || !fresh.length) this.olderTarget.remove();
    this.draw();
    this.scrollTarget.scrollTop += (anchor?.getBoundingClientRect().bottom ?? 0) - stood;
    this.start.disconnect();
    if (this.hasOlderTarget) this.start.observe(this.olderTarget); // asks again if the beginning is still in sight
  }
}

function spokenIn(line: HTMLElement): Spoken {
  const said = line.querySelector("time")?.dateTime;
  return { author: line.dataset["author"] ?? "", kind: line.dataset["kind"] ?? "", at: said ? new Date(said) : new Date() };
}

/** Words under a line, at the end of its foot. */
function foot(line: HTMLElement, words: string): void {
  const place = line.querySelector(".message__foot");
  const said = place?.querySelector(".message__seen");
  if (!words || !place) return said?.remove();
  if (said) return;
  const drawn = document.createElement("span");
  drawn.className = "message__seen";
  drawn.textContent = words;
  place.append(drawn);
}

function mark(line: HTMLElement, name: string, value: string | null): void {
  if (value === null) line.removeAttribute(name);
  else if (line.getAttribute(name) !== value) line.setAttribute(name, value);
}

/** See that the divider before `line` says `words`; "" is none. */
function divide(line: HTMLElement, kind: string, words: string, key: string): void {
  const id = `${kind}-before-${line.id}`;
  const found = document.getElementById(id);
  if (!words) return found?.remove();
  const divider = found ?? draw(id, kind);
  divider.dataset["before"] = line.id;
  divider.dataset[kind] = key;
  const text = divider.querySelector("span")!;
  if (text.textContent !== words) text.textContent = words;
  if (divider.parentElement !== line.parentElement || nextLine(divider) !== line) line.before(divider);
}

function draw(id: string, kind: string): HTMLElement {
  const item = document.createElement("li");
  item.id = id;
  item.className = kind === "new" ? "divider divider--new" : "divider";
  item.setAttribute("data-kept", "");
  item.append(document.createElement("span"));
  return item;
}

function nextLine(divider: Element): Element | null {
  let next = divider.nextElementSibling;
  while (next?.matches(".divider")) next = next.nextElementSibling;
  return next;
}

/** Dividers whose line is gone. */
function sweep(list: HTMLElement): void {
  for (const divider of list.querySelectorAll<HTMLElement>(":scope > .divider[data-before]")) {
    if (nextLine(divider)?.id !== divider.dataset["before"]) divider.remove();
  }
}
