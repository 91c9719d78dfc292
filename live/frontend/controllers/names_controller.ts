import { Controller } from "@hotwired/stimulus";

/**
 * What is called otherwise now: the sockets put its name here, and it is written wherever it stands in the page; also in
 * what comes later, for it may have been drawn before.
 *
 * @example <ul id="names" hidden data-controller="names"></ul> … <bdi data-name-of="person-7">Bob</bdi>
 */
export class NamesController extends Controller<HTMLElement> {
  private readonly shown = (event: Event) => this.write(event.target as HTMLElement);

  override connect(): void {
    document.addEventListener("live:shown", this.shown);
  }

  override disconnect(): void {
    document.removeEventListener("live:shown", this.shown);
  }

  private write(shown: HTMLElement): void {
    if (shown.parentElement === this.element) put(shown, document);
    else for (const name of this.element.children) put(name as HTMLElement, shown);
  }
}

function put({ dataset: { of }, textContent }: HTMLElement, within: ParentNode): void {
  for (const place of within.querySelectorAll(`[data-name-of="${CSS.escape(of!)}"]`)) {
    if (place.textContent !== textContent) place.textContent = textContent;
  }
}
