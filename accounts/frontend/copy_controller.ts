import { Controller } from "@hotwired/stimulus";

/**
 * Something to hand over, with a button that copies it.
 *
 *   <div data-controller="copy">
 *     <input readonly value="…" data-copy-target="text" data-action="focus->copy#select">
 *     <button type="button" data-action="copy#copy" data-copy-done-param="Copied">Copy</button>
 *   </div>
 */
export class CopyController extends Controller<HTMLElement> {
  static override targets = ["text"];
  declare readonly textTarget: HTMLInputElement;

  select(): void {
    this.textTarget.select();
  }

  async copy(event: Event & { params: { done: string } }): Promise<void> {
    const button = event.currentTarget as HTMLElement;
    const words = button.querySelector("span") ?? button;
    this.select();
    await navigator.clipboard.writeText(this.textTarget.value);
    words.textContent = event.params.done;
  }
}
