import { Controller } from "@hotwired/stimulus";
import { fetchElement } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";

/**
 * A text file of a message is read in place; a click with a key held downloads it, as the button in the dialog does.
 *
 * @example
 * <section data-controller="reader">…<a class="file" href="/files/7/" data-text="/files/7/text/">
 *   <dialog data-reader-target="dialog"><div id="file-text"></div><a data-reader-target="whole">
 */
export class ReaderController extends Controller<HTMLElement> {
  static override targets = ["dialog", "whole"];
  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly wholeTarget: HTMLAnchorElement;
  private readonly clicked = (event: MouseEvent) => this.click(event);

  override connect(): void {
    this.element.addEventListener("click", this.clicked);
  }

  override disconnect(): void {
    this.element.removeEventListener("click", this.clicked);
  }

  private click(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a.file[data-text]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.read(link);
  }

  private async read(link: HTMLAnchorElement): Promise<void> {
    const text = await fetchElement(link.dataset["text"]!, "file-text").catch(() => null);
    if (!text) return toast({ text: gettext("The file could not be opened. Try again, or download it with Ctrl and a click."), kind: "error" });
    this.dialogTarget.querySelector("#file-text")!.replaceWith(text);
    this.dialogTarget.querySelector("h2")!.textContent = link.querySelector(".file__name")!.textContent;
    this.wholeTarget.href = link.href;
    this.dialogTarget.showModal();
    this.dialogTarget.querySelector<HTMLElement>("pre")?.focus();
  }
}
