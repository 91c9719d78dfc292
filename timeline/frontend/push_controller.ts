import { Controller } from "@hotwired/stimulus";
import { visit } from "../../project/frontend/visit.ts";
import { kept, renew, state, turnOn } from "./push.ts";

/**
 * Says whether this browser tells its person what is new with no tab open, and turns that on at a click.
 *
 * @example <div data-controller="push" data-push-url-value="/api/v1/notifications/devices/" data-push-key-value="BP4z…"
 *   data-push-here-value="false"><p data-push-target="state" data-state="on" hidden>…</p></div>
 */
export class PushController extends Controller<HTMLElement> {
  static override targets = ["state", "error"];
  static override values = { url: String, key: String, here: Boolean };
  private declare readonly stateTargets: HTMLElement[];
  private declare readonly errorTarget: HTMLElement;
  private declare readonly urlValue: string;
  private declare readonly keyValue: string;
  private declare readonly hereValue: boolean;

  override connect(): void {
    if (this.keyValue) void this.look();
  }

  async on(event: Event): Promise<void> {
    const button = event.currentTarget as HTMLButtonElement;
    this.errorTarget.hidden = button.disabled = true;
    try {
      await turnOn(this.urlValue, this.keyValue);
      if (kept()) return visit(location.pathname);
    } catch (error) {
      this.errorTarget.textContent = (error as Error).message;
      this.errorTarget.hidden = false;
    } finally {
      button.disabled = false;
    }
    await this.show();
  }

  /** The list is the server's: a browser that it does not know under this session says that it is still here. */
  private async look(): Promise<void> {
    if (!this.hereValue && kept() && (await renew(this.urlValue))) return visit(location.pathname);
    await this.show();
  }

  private async show(): Promise<void> {
    const now = await state();
    for (const each of this.stateTargets) each.hidden = each.dataset["state"] !== (now === "on" && !this.hereValue ? "off" : now);
  }
}
