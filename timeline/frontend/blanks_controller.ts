import { Controller } from "@hotwired/stimulus";
import { insert } from "../../project/frontend/insert.ts";

/**
 * Puts a blank into the text that is being written, with the caret where its words for "no value" belong.
 *
 * @example <div data-controller="blanks"><textarea name="body"></textarea><button data-action="blanks#put" data-blanks-name-param="me.name">
 */
export class BlanksController extends Controller<HTMLElement> {
  put({ params }: { params: { name: string } }): void {
    const text = this.element.querySelector<HTMLTextAreaElement>("textarea[name='body']");
    if (!text || text.readOnly) return;
    insert(text, `{{${params.name}|}}`);
    text.setSelectionRange(text.selectionEnd - 2, text.selectionEnd - 2);
  }
}
