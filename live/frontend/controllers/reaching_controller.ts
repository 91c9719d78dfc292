import { Controller } from "@hotwired/stimulus";

/**
 * A list whose further pages come in at its end: keeps `data-more` at where the last of them ended, so that what is told
 * of things below it waits for its page.
 *
 * @example <ol data-controller="list live reaching" data-order="desc" data-more="KEY">… <li data-from="KEY" hx-get="…" hx-trigger="intersect once" hx-swap="outerHTML"></li></ol>
 */
export class ReachingController extends Controller<HTMLElement> {
  private readonly came = () => this.reach();

  override connect(): void {
    this.element.addEventListener("htmx:afterSettle", this.came);
  }

  override disconnect(): void {
    this.element.removeEventListener("htmx:afterSettle", this.came);
  }

  private reach(): void {
    const from = this.element.querySelector<HTMLElement>(":scope > [data-from]")?.dataset["from"];
    if (from) this.element.setAttribute("data-more", from);
    else this.element.removeAttribute("data-more");
  }
}
