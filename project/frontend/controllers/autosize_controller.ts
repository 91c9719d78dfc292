import { Controller } from "@hotwired/stimulus";

/** A text area that grows with its words. Browsers that do it by `field-sizing` are left alone. */
export class AutosizeController extends Controller<HTMLTextAreaElement> {
  private readonly fit = () => {
    this.element.style.height = "auto";
    this.element.style.height = `${this.element.scrollHeight + 2}px`;
  };

  override connect(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.element.addEventListener("input", this.fit);
    this.fit();
  }

  override disconnect(): void {
    this.element.removeEventListener("input", this.fit);
  }
}
