import { Controller } from "@hotwired/stimulus";

/**
 * Opens and closes native dialogs; a click on the veil closes.
 *
 * @example <button data-controller="dialog" data-action="dialog#open" data-dialog-id-param="assign">Assign</button>
 */
export class DialogController extends Controller<HTMLElement> {
  private readonly veil = (event: MouseEvent) => {
    if (event.target === this.element && isOutside(event, this.element)) (this.element as HTMLDialogElement).close();
  };

  override connect(): void {
    if (this.element instanceof HTMLDialogElement) this.element.addEventListener("click", this.veil);
  }

  override disconnect(): void {
    this.element.removeEventListener("click", this.veil);
  }

  open({ params }: { params: { id?: string } }): void {
    const dialog = document.getElementById(params.id ?? "");
    if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  }

  close(): void {
    this.element.closest("dialog")?.close();
  }
}

function isOutside(event: MouseEvent, element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
}
