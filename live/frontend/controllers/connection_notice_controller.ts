import { Controller } from "@hotwired/stimulus";
import type { Truth } from "../session.ts";

/**
 * Says it across the page when it is offline, catching up after that, or ended.
 *
 * @example <div data-controller="connection-notice"><div data-connection-notice-target="offline" hidden>…</div></div>
 */
export class ConnectionNoticeController extends Controller<HTMLElement> {
  static override targets = ["offline", "catching", "ended"];
  declare readonly offlineTarget: HTMLElement;
  declare readonly catchingTarget: HTMLElement;
  declare readonly endedTarget: HTMLElement;
  private wasOffline = false;
  private readonly told = (event: Event) => this.show((event as CustomEvent<Truth>).detail);

  override connect(): void {
    document.addEventListener("live:truth", this.told);
  }

  override disconnect(): void {
    document.removeEventListener("live:truth", this.told);
  }

  private show({ mode }: Truth): void {
    if (mode === "offline") this.wasOffline = true;
    if (mode === "live") this.wasOffline = false;
    this.offlineTarget.hidden = mode !== "offline";
    this.catchingTarget.hidden = !(mode === "catching-up" && this.wasOffline);
    this.endedTarget.hidden = mode !== "ended";
  }
}
