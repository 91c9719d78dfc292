import { Controller } from "@hotwired/stimulus";
import { gettext } from "../text.ts";

const NEAR = 80;
const AIMING_FOR = 1500;

/**
 * New things never move what a person reads or aims at. In a list they wait behind a "3 new" pill while it is scrolled
 * or the pointer moves over it; a thread (`end`) follows its end when one is there, and shows the pill otherwise.
 *
 * @example
 * <div class="pane__body" data-controller="arrivals" data-arrivals-list-value="rows-3">{% ui "arrivals" %}<ul id="rows-3">…
 */
export class ArrivalsController extends Controller<HTMLElement> {
  static override values = { list: String, end: Boolean };
  static override targets = ["pill", "count"];
  declare readonly listValue: string;
  declare readonly endValue: boolean;
  declare readonly pillTarget: HTMLElement;
  declare readonly countTarget: HTMLElement;
  declare readonly hasPillTarget: boolean;
  private readonly waiting = new Map<string, () => void>();
  private unseen = 0;
  private aimed = 0;
  private atEnd = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly watcher = new ResizeObserver(() => this.endValue && this.atEnd && this.follow());
  private readonly listeners: [string, (event: Event) => void][] = [
    ["live:place", (event) => this.place(event as CustomEvent<{ element: Element; place: () => void }>)],
    ["live:arrived", (event) => this.arrived(event)],
    ["scroll", () => this.scrolled()],
    ["pointermove", () => (this.aimed = Date.now())],
    ["pointerdown", () => (this.aimed = Date.now())],
  ];

  override connect(): void {
    for (const [name, listener] of this.listeners) this.element.addEventListener(name, listener, { passive: !name.startsWith("live:") });
    if (!this.endValue) return;
    this.follow();
    this.watcher.observe(this.element);
    if (this.list) this.watcher.observe(this.list);
  }

  override disconnect(): void {
    for (const [name, listener] of this.listeners) this.element.removeEventListener(name, listener);
    this.watcher.disconnect();
    clearTimeout(this.timer);
  }

  /** The pill was pressed: show what waits and go there. */
  show(): void {
    this.settle();
    if (this.endValue) this.follow();
    else this.element.scrollTo({ top: 0 });
  }

  private get list(): HTMLElement | null {
    return document.getElementById(this.listValue);
  }

  private place(event: CustomEvent<{ element: Element; place: () => void }>): void {
    if (this.endValue || event.target !== this.list || !this.isBusy) return;
    event.preventDefault();
    this.waiting.set(event.detail.element.id, event.detail.place);
    this.draw(this.waiting.size);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.element.scrollTop <= NEAR && this.settleWhenStill(), AIMING_FOR);
  }

  private arrived(event: Event): void {
    if (!this.endValue || (event.target as Element).parentElement !== this.list) return;
    if (this.atEnd || (event.target as HTMLElement).hasAttribute("data-mine")) return this.follow();
    this.draw(++this.unseen);
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.atEnd = scrollHeight - clientHeight - scrollTop < NEAR;
    if (this.endValue ? this.atEnd : scrollTop === 0) this.settle();
  }

  private get isBusy(): boolean {
    return this.element.scrollTop > NEAR || Date.now() - this.aimed < AIMING_FOR;
  }

  private settleWhenStill(): void {
    if (this.isBusy) this.timer = setTimeout(() => this.settleWhenStill(), 300);
    else this.settle();
  }

  private settle(): void {
    for (const place of this.waiting.values()) place();
    this.waiting.clear();
    this.unseen = 0;
    this.draw(0);
  }

  private follow(): void {
    this.element.scrollTop = this.element.scrollHeight;
    this.atEnd = true;
  }

  private draw(count: number): void {
    if (!this.hasPillTarget) return;
    this.pillTarget.hidden = count === 0;
    this.countTarget.textContent = gettext("%(count)s new", { count });
  }
}
