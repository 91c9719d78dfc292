import { Controller } from "@hotwired/stimulus";
import { permission } from "./desktop.ts";

/**
 * Says whether this browser may show notifications on the desktop, and asks for it on a click.
 *
 * @example <div data-controller="desktop"><p data-desktop-target="state" data-state="denied" hidden>…</p></div>
 */
export class DesktopController extends Controller<HTMLElement> {
  static override targets = ["state"];
  private declare readonly stateTargets: HTMLElement[];

  override connect(): void {
    const now = permission();
    for (const each of this.stateTargets) each.hidden = each.dataset["state"] !== now;
  }

  async ask(): Promise<void> {
    await Notification.requestPermission();
    this.connect();
  }
}
