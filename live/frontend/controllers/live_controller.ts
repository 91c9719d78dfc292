import { Controller } from "@hotwired/stimulus";
import { conceal } from "../conceal.ts";
import { bind, unbind } from "../live.ts";

/**
 * Shows a stream while it is in the document, and no longer than this person may: then a sentence stands in its place.
 * A hidden element that only listens leaves it to those who show what it hears (`live:denied`).
 *
 * @example
 * <ol id="messages-7" data-order="asc" data-controller="live"
 *     data-live-stream-value="conversation:7" data-live-after-value="12" data-live-refresh-value="/inbox/7/messages/">
 */
export class LiveController extends Controller<HTMLElement> {
  static override values = { stream: String };
  declare readonly streamValue: string;
  private stream = "";
  private readonly denied = (event: Event) => event.target === this.element && !this.element.hidden && conceal(this.element);

  override connect(): void {
    const after = this.element.getAttribute("data-live-after-value");
    this.stream = this.streamValue;
    this.element.addEventListener("live:denied", this.denied);
    bind(this.element, this.stream, after ? Number(after) : null);
  }

  override disconnect(): void {
    this.element.removeEventListener("live:denied", this.denied);
    unbind(this.element, this.stream);
  }

  /** A morph may give this very element to another thing. */
  streamValueChanged(stream: string, was: string): void {
    if (!was || !this.stream || stream === this.stream) return;
    this.disconnect();
    this.connect();
  }
}
