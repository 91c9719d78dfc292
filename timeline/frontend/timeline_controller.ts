import { Controller } from "@hotwired/stimulus";

/** A record's timeline: says of its list how far down it reaches, as older entries come in. */
export class TimelineController extends Controller<HTMLElement> {
  static override targets = ["entries"];
  declare readonly entriesTarget: HTMLElement;
  private readonly came = () => this.reach();

  override connect(): void {
    this.element.addEventListener("htmx:afterSettle", this.came);
  }

  override disconnect(): void {
    this.element.removeEventListener("htmx:afterSettle", this.came);
  }

  private reach(): void {
    const from = this.entriesTarget.querySelector<HTMLElement>(":scope > .timeline__more")?.dataset["from"];
    if (from) this.entriesTarget.setAttribute("data-more", from);
    else this.entriesTarget.removeAttribute("data-more");
  }
}
