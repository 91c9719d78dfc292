import { Controller } from "@hotwired/stimulus";
import { post } from "../../live/frontend/fetch.ts";
import { insert } from "../../project/frontend/insert.ts";
import { styled, type Style } from "./format.ts";

const KEYS: Record<string, Style> = { b: "bold", i: "italic", k: "link" };
const MAYBE = /[*_~`[\\]|^\s*(?:[-+>]|\d{1,9}[.)])\s/m;
const WAIT = 350;
const SHOWN = "formatting";

/**
 * Formatting of a text area: buttons and keys (mod+B, mod+I; mod+K on what is selected), and beneath it how it will look, drawn by the server
 * as the thread draws it.
 *
 * @example
 * <div data-controller="format" data-format-preview-value="/inbox/preview/">
 *   <textarea data-format-target="text" data-action="keydown->format#key input->format#wrote"></textarea>
 *   <div data-format-target="bar" hidden><button data-action="format#style" data-format-style-param="bold">
 *   <div data-format-target="preview" hidden></div>
 */
export class FormatController extends Controller<HTMLElement> {
  static override targets = ["text", "bar", "preview", "switch"];
  static override values = { preview: String };
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly barTarget: HTMLElement;
  declare readonly hasBarTarget: boolean;
  declare readonly previewTarget: HTMLElement;
  declare readonly hasPreviewTarget: boolean;
  declare readonly switchTarget: HTMLElement;
  declare readonly hasSwitchTarget: boolean;
  declare readonly previewValue: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override connect(): void {
    this.show(localStorage.getItem(SHOWN) === "on");
    this.wrote();
  }

  override disconnect(): void {
    clearTimeout(this.timer);
  }

  turn(): void {
    const on = this.barTarget.hidden;
    localStorage.setItem(SHOWN, on ? "on" : "off");
    this.show(on);
    this.textTarget.focus();
  }

  style({ params }: { params: { style: Style } }): void {
    this.put(params.style);
  }

  key(event: KeyboardEvent): void {
    if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey || event.isComposing) return;
    const style = KEYS[event.key.toLowerCase()];
    if (!style || (style === "link" && this.textTarget.selectionStart === this.textTarget.selectionEnd)) return;
    event.preventDefault();
    event.stopPropagation();
    this.put(style);
  }

  wrote(): void {
    clearTimeout(this.timer);
    if (!this.hasPreviewTarget) return;
    if (!MAYBE.test(this.textTarget.value)) return void (this.previewTarget.hidden = true);
    this.timer = setTimeout(() => void this.draw(), WAIT);
  }

  private put(style: Style): void {
    const text = this.textTarget;
    const change = styled(text.value, text.selectionStart, text.selectionEnd, style);
    insert(text, change.text, change.from, change.to);
    text.setSelectionRange(...change.select);
  }

  private show(on: boolean): void {
    if (!this.hasBarTarget) return;
    this.barTarget.hidden = !on;
    if (this.hasSwitchTarget) this.switchTarget.setAttribute("aria-expanded", String(on));
  }

  private async draw(): Promise<void> {
    const turn = ++this.asked;
    const answer = await post(this.previewValue, new URLSearchParams({ body: this.textTarget.value }), { "HX-Request": "true" }).catch(() => null);
    if (!answer?.ok || answer.redirected || turn !== this.asked || !MAYBE.test(this.textTarget.value)) return;
    const words = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("preview-words");
    this.previewTarget.hidden = !words?.childNodes.length;
    if (words) this.previewTarget.replaceChildren(document.importNode(words, true));
  }
}
