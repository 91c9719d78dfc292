import { Controller } from "@hotwired/stimulus";
import { connection } from "../live.ts";
import type { Truth } from "../session.ts";

const KEY = "status";

/** How this person says they are: online, away, busy. Said again after each reconnect, as the server forgets. */
export class StatusController extends Controller<HTMLElement> {
  private wasLive = false;
  private readonly told = (event: Event) => {
    const isLive = (event as CustomEvent<Truth>).detail.mode === "live";
    if (isLive && !this.wasLive && this.status !== "online") this.say();
    this.wasLive = isLive;
  };

  override connect(): void {
    document.addEventListener("live:truth", this.told);
    this.tick();
  }

  override disconnect(): void {
    document.removeEventListener("live:truth", this.told);
  }

  choose({ params }: { params: { status?: string } }): void {
    localStorage.setItem(KEY, params.status ?? "online");
    this.say();
    this.tick();
  }

  private get status(): string {
    return localStorage.getItem(KEY) ?? "online";
  }

  private say(): void {
    connection.signal(`firm:${document.body.dataset["firm"]}`, "status", { status: this.status });
  }

  private tick(): void {
    for (const item of this.element.querySelectorAll("[data-status-status-param]")) {
      item.setAttribute("aria-checked", String(item.getAttribute("data-status-status-param") === this.status));
    }
  }
}
