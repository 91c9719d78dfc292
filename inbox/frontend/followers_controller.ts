import { Controller } from "@hotwired/stimulus";
import { ask, fetchElement } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";
import { reason } from "./refusal.ts";

type Press = Event & { params: { person: number } };

/**
 * Who is told what is said in a conversation. What was done shows when the server tells of it, as on every other screen.
 *
 * @example <section data-controller="followers" data-followers-url-value="/inbox/conversations/3/followers/">
 */
export class FollowersController extends Controller<HTMLElement> {
  static override targets = ["menu"];
  static override values = { url: String };
  declare readonly urlValue: string;
  private readonly toggled = (event: Event) => (event as ToggleEvent).newState === "open" && void this.offer();

  menuTargetConnected(menu: HTMLElement): void {
    menu.addEventListener("toggle", this.toggled);
  }

  menuTargetDisconnected(menu: HTMLElement): void {
    menu.removeEventListener("toggle", this.toggled);
  }

  start({ params }: Press): void {
    void this.change(params.person, "PUT", gettext("Follows this conversation now"));
  }

  stop({ params }: Press): void {
    void this.change(params.person, "DELETE", gettext("Follows this conversation no more"));
  }

  toggle(event: Press): void {
    const isFollowing = (event.currentTarget as HTMLElement).getAttribute("aria-checked") === "true";
    if (isFollowing) this.stop(event);
    else this.start(event);
  }

  /** Who could follow is asked for when the menu opens, so it is never stale. */
  private async offer(): Promise<void> {
    const place = this.element.querySelector<HTMLElement>("#follower-choices");
    try {
      const fresh = await fetchElement(`${this.urlValue}?choices`, "follower-choices");
      place?.replaceWith(fresh);
      fresh.querySelector<HTMLElement>(".menu__item")?.focus();
    } catch {
      place?.replaceChildren(gettext("This list could not be loaded. Close it and try again."));
    }
  }

  private async change(person: number, method: "PUT" | "DELETE", text: string): Promise<void> {
    const url = `${this.urlValue}${person}/`;
    const answer = await ask(url, method, null, { "HX-Request": "true" }).catch(() => null);
    if (answer?.ok && !answer.redirected) return toast({ text, undo: url, method: method === "PUT" ? "DELETE" : "PUT" });
    toast({ text: await reason(answer), kind: "error" });
  }
}
