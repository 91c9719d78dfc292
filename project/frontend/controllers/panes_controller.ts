import { Controller } from "@hotwired/stimulus";

const CHOICE = "context";

/** Opens and closes the context pane; where it stands beside the thread, the choice is kept. */
export class PanesController extends Controller<HTMLElement> {
  override connect(): void {
    if (isWide() && localStorage.getItem(CHOICE) === "closed") this.element.dataset["context"] = "closed";
  }

  toggle(): void {
    const open = isWide() ? this.element.dataset["context"] === "closed" : this.element.dataset["context"] !== "open";
    this.element.dataset["context"] = open ? "open" : "closed";
    if (isWide()) localStorage.setItem(CHOICE, open ? "open" : "closed");
    const pane = this.element.querySelector<HTMLElement>(".pane--context");
    if (open && !isWide()) pane?.querySelector<HTMLElement>("a[href], button, [tabindex]")?.focus();
  }
}

function isWide(): boolean {
  return matchMedia("(width >= 80rem)").matches;
}
