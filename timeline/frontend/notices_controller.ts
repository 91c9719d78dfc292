import { Controller } from "@hotwired/stimulus";
import { type News, showOnDesktop, tellFocus } from "./desktop.ts";
import { renew } from "./push.ts";

/**
 * The dot at "Notifications" in the navigation, from the count that this person's stream keeps; and what is new, on the desktop.
 *
 * @example <div data-controller="notices"><span id="unread-notifications" data-count="2" hidden></span></div>
 */
export class NoticesController extends Controller<HTMLElement> {
  private readonly shown = (event: Event) => (event.target as Element).id === "unread-notifications" && this.tell();
  private endFocus = () => {};

  override connect(): void {
    document.addEventListener("live:shown", this.shown);
    this.endFocus = tellFocus();
    const devices = document.body.dataset["devices"];
    if (devices) void renew(devices).catch(() => undefined); // the next page says it
    this.tell();
  }

  override disconnect(): void {
    document.removeEventListener("live:shown", this.shown);
    this.endFocus();
  }

  private tell(): void {
    const { count, news } = document.getElementById("unread-notifications")?.dataset ?? {};
    if (count === undefined) return; // the page said it already, and nothing has changed since
    document.dispatchEvent(new CustomEvent("nav:unread", { detail: { name: "notifications", unread: Number(count) } }));
    for (const each of JSON.parse(news ?? "[]") as News[]) void showOnDesktop(each);
  }
}
