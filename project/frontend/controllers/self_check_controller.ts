import { Controller } from "@hotwired/stimulus";

import { gettext } from "../../../live/frontend/text.ts";

const EVERY = 5_000;
const SKEW = 2_000;

/**
 * The browser's half of the self-check: the socket's state, whether the upgrade passes the proxy, and the clocks.
 *
 * <ul data-controller="self-check" data-self-check-clock-value="/self-check/clock/">
 *   <li id="check-socket" data-state="warn"><span data-finding>Asking…</span><p data-todo>…</p></li>
 * </ul>
 */
export class SelfCheckController extends Controller<HTMLElement> {
  static override values = { clock: String };
  declare readonly clockValue: string;
  private timer = 0;
  private readonly live = () => this.socket();

  override connect(): void {
    document.addEventListener("live:truth", this.live);
    this.look();
    this.timer = window.setInterval(() => this.look(), EVERY);
  }

  override disconnect(): void {
    document.removeEventListener("live:truth", this.live);
    clearInterval(this.timer);
  }

  private look(): void {
    this.socket();
    void this.upgrade();
    void this.clock();
  }

  private socket(): void {
    const mode = document.documentElement.dataset["live"] ?? "connecting";
    const live = mode === "live";
    this.say("socket", live ? "good" : "bad", live ? gettext("Connected and complete.") : gettext("Not connected now."));
  }

  /** A socket of its own that says nothing: that it opens shows that every proxy on the way lets it pass. */
  private upgrade(): Promise<void> {
    return new Promise((done) => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live`);
      const found = (good: boolean) => {
        socket.onopen = socket.onerror = null;
        socket.close();
        this.say("upgrade", good ? "good" : "bad", good ? gettext("The upgrade passes.") : gettext("The upgrade is refused on the way."));
        done();
      };
      socket.onopen = () => found(true);
      socket.onerror = () => found(false);
    });
  }

  private async clock(): Promise<void> {
    const asked = Date.now();
    try {
      const answer = await fetch(this.clockValue, { headers: { Accept: "application/json" } });
      const { now } = (await answer.json()) as { now: number };
      const skew = Math.round(now - (asked + Date.now()) / 2);
      const words = gettext("%(ms)s ms apart.", { ms: Math.abs(skew) });
      this.say("clock", Math.abs(skew) < SKEW ? "good" : "warn", words);
    } catch {
      this.say("clock", "warn", gettext("The server could not be asked."));
    }
  }

  private say(check: string, state: string, finding: string): void {
    const line = this.element.querySelector<HTMLElement>(`#check-${check}`);
    if (!line) return;
    line.dataset["state"] = state;
    line.querySelector("[data-finding]")!.textContent = finding;
    line.querySelector<HTMLElement>("[data-todo]")?.toggleAttribute("hidden", state === "good");
  }
}
