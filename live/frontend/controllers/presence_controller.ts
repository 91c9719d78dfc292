import { Controller } from "@hotwired/stimulus";
import { isHere } from "../presence.ts";

/**
 * The ring around one person's face: online, away, busy; none when they are not here.
 *
 * @example <span class="avatar" data-controller="presence" data-presence-who-value="12">AM</span>
 */
export class PresenceController extends Controller<HTMLElement> {
  static override values = { who: String };
  declare readonly whoValue: string;
  private readonly changed = (event: Event) => (event as CustomEvent<{ stream: string }>).detail.stream === firm() && this.draw();

  override connect(): void {
    document.addEventListener("live:presence", this.changed);
    this.draw();
  }

  override disconnect(): void {
    document.removeEventListener("live:presence", this.changed);
  }

  whoValueChanged(): void {
    this.draw();
  }

  private draw(): void {
    const who = isHere(firm()).find((each) => String(each.id) === this.whoValue);
    this.element.dataset["presence"] = who ? (who.status ?? "online") : "offline";
  }
}

function firm(): string {
  return `firm:${document.body.dataset["firm"]}`;
}
