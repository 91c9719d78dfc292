import { Controller } from "@hotwired/stimulus";
import { gettext } from "../../live/frontend/text.ts";

/**
 * Pictures of a thread, one after the other in a dialog: arrows go on, Escape closes, and the focus is back on the picture.
 *
 * @example
 * <section data-controller="pictures">…<a class="picture" href="/files/7/"><img alt="plan.png"></a>
 *   <dialog data-pictures-target="dialog"><img data-pictures-target="picture"><a data-pictures-target="whole">
 */
export class PicturesController extends Controller<HTMLElement> {
  static override targets = ["dialog", "picture", "place", "whole"];
  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly pictureTarget: HTMLImageElement;
  declare readonly placeTarget: HTMLElement;
  declare readonly wholeTarget: HTMLAnchorElement;
  private at: HTMLAnchorElement | null = null;
  private readonly clicked = (event: MouseEvent) => this.click(event);
  private readonly pressed = (event: Event) => this.press(event as KeyboardEvent);
  private readonly closed = () => (this.pictureTarget.removeAttribute("src"), this.at?.focus());

  override connect(): void {
    this.element.addEventListener("click", this.clicked);
    this.element.addEventListener("keydown", this.pressed);
    this.element.addEventListener("close", this.closed, { capture: true });
  }

  override disconnect(): void {
    this.element.removeEventListener("click", this.clicked);
    this.element.removeEventListener("keydown", this.pressed);
    this.element.removeEventListener("close", this.closed, { capture: true });
  }

  before(): void {
    this.go(-1);
  }

  next(): void {
    this.go(1);
  }

  private get all(): HTMLAnchorElement[] {
    return [...this.element.querySelectorAll<HTMLAnchorElement>(".message a.picture")];
  }

  /** A click with a key held opens a tab, as everywhere. */
  private click(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".message a.picture");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.show(link);
    if (!this.dialogTarget.open) this.dialogTarget.showModal();
  }

  private press(event: KeyboardEvent): void {
    if (!this.dialogTarget.open) return;
    const along = getComputedStyle(this.dialogTarget).direction === "rtl" ? -1 : 1;
    const step = { ArrowLeft: -along, ArrowRight: along }[event.key];
    if (!step) return;
    event.preventDefault();
    this.go(step);
  }

  private go(step: number): void {
    const link = this.at && this.all[this.all.indexOf(this.at) + step];
    if (link) this.show(link);
  }

  private show(link: HTMLAnchorElement): void {
    this.at = link;
    const name = link.querySelector("img")?.alt ?? "";
    const all = this.all;
    this.pictureTarget.src = link.href;
    this.pictureTarget.alt = name;
    this.wholeTarget.href = link.href;
    this.placeTarget.textContent = gettext("%(name)s, %(at)s of %(all)s", { name, at: all.indexOf(link) + 1, all: all.length });
  }
}
