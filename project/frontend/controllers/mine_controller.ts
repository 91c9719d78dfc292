import { Controller } from "@hotwired/stimulus";
import { me } from "../../../live/frontend/me.ts";

/** Stamps `data-mine` on what this person wrote and where they are mentioned: frames and pages are the same bytes for everyone. */
export class MineController extends Controller<HTMLElement> {
  private readonly shown = (event: Event) => this.stamp(event.target as Element);

  override connect(): void {
    document.addEventListener("live:shown", this.shown);
    document.addEventListener("htmx:load", this.shown);
    this.stamp(this.element);
  }

  override disconnect(): void {
    document.removeEventListener("live:shown", this.shown);
    document.removeEventListener("htmx:load", this.shown);
  }

  private stamp(root: Element): void {
    const mine = `[data-author="${CSS.escape(me().id)}"], [data-mention="person-${CSS.escape(me().id)}"]`;
    if (root.matches?.(mine)) root.setAttribute("data-mine", "");
    for (const each of root.querySelectorAll?.(mine) ?? []) each.setAttribute("data-mine", "");
  }
}
