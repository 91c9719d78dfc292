import { Controller } from "@hotwired/stimulus";

/**
 * What is called otherwise now: the sockets put its name here, and it is written wherever it stands in the page.
 *
 * @example <ul id="names" hidden data-controller="names"></ul> … <bdi data-name-of="person-7">Bob</bdi>
 */
export class NamesController extends Controller<HTMLElement> {
  private readonly shown = (event: Event) => this.write(event.target as HTMLElement);

  override connect(): void {
    this.element.addEventListener("live:shown", this.shown);
  }

  override disconnect(): void {
    this.element.removeEventListener("live:shown", this.shown);
  }

  private write({ dataset: { of }, textContent }: HTMLElement): void {
    if (!of) return;
    for (const place of document.querySelectorAll(`[data-name-of="${CSS.escape(of)}"]`)) place.textContent = textContent;
  }
}
