import { Controller } from "@hotwired/stimulus";

/**
 * The card over the chat's button, while its message is being written.
 *
 *   <form data-controller="card-preview" data-action="input->card-preview#show">
 *     <textarea name="text"></textarea>
 *     <span data-card-preview-target="card" data-empty="Your message"></span>
 *     <span data-card-preview-target="button" data-card-preview-accent-param="#0f6e6e"></span>
 *   </form>
 */
export class CardPreviewController extends Controller<HTMLElement> {
  static override targets = ["card", "button"];
  declare readonly cardTarget: HTMLElement;
  declare readonly buttonTarget: HTMLElement;

  override connect(): void {
    this.buttonTarget.style.setProperty("--button", this.buttonTarget.dataset["cardPreviewAccentParam"] ?? "");
    this.show();
  }

  show(): void {
    const text = this.element.querySelector<HTMLTextAreaElement>('[name="text"]')?.value.trim() ?? "";
    this.cardTarget.textContent = text || this.cardTarget.dataset["empty"] || "";
    this.cardTarget.toggleAttribute("data-blank", !text);
  }
}
