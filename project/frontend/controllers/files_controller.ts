import { Controller } from "@hotwired/stimulus";
import type { Attached, Entry } from "../../../live/frontend/outbox/entry.ts";
import { gettext } from "../../../live/frontend/text.ts";
import { sizeOf, upload } from "../upload.ts";

/**
 * Files by drop, paste or choice, uploaded at once with progress. What is dropped anywhere in the `.dropzone` around is taken; what is
 * larger than `limit` is refused at once; pasted words that are too long for their text area become a file. Each becomes a chip with a hidden input of its id,
 * so the form sends it; what goes to the outbox takes its chips along, and brings them back. The server answers POST `file` with 201 {"id", "name"}, or 4xx {"error": "a sentence"}.
 *
 * @example
 * <form class="dropzone" data-controller="files" data-files-url-value="/inbox/7/files/" data-files-name-value="files">
 *   <div class="composer__files" data-files-target="list"></div>
 *   <input type="file" multiple hidden data-files-target="input" data-action="files#chosen">
 *   <button type="button" data-action="files#choose">Attach</button>
 */
export class FilesController extends Controller<HTMLElement> {
  static override targets = ["list", "input"];
  static override values = { url: String, name: { type: String, default: "files" }, limit: Number };
  declare readonly listTarget: HTMLElement;
  declare readonly inputTarget: HTMLInputElement;
  declare readonly urlValue: string;
  declare readonly nameValue: string;
  declare readonly limitValue: number;
  private area: HTMLElement | null = null;
  private readonly listeners: [string, (event: Event) => void][] = [
    ["paste", (event) => this.paste(event as ClipboardEvent)],
    ["outbox:queue", (event) => ((event as CustomEvent<{ entry: Entry }>).detail.entry.files = this.attached)],
    ["outbox:cleared", () => this.listTarget.replaceChildren()],
    ["files:brought", (event) => this.show((event as CustomEvent<{ files: Attached[] }>).detail.files)],
    ["outbox:given", (event) => this.show((event as CustomEvent<{ entry: Entry }>).detail.entry.files ?? [])],
  ];

  private readonly dragged: [string, (event: Event) => void][] = [
    ["dragenter", (event) => this.over(event as DragEvent)],
    ["dragover", (event) => this.over(event as DragEvent)],
    ["dragleave", (event) => this.area?.contains((event as DragEvent).relatedTarget as Node | null) || this.area?.removeAttribute("data-dropping")],
    ["drop", (event) => this.drop(event as DragEvent)],
  ];

  override connect(): void {
    this.area = this.zone;
    for (const [name, listener] of this.dragged) this.area.addEventListener(name, listener);
    for (const [name, listener] of this.listeners) this.element.addEventListener(name, listener);
  }

  override disconnect(): void {
    for (const [name, listener] of this.dragged) this.area?.removeEventListener(name, listener);
    for (const [name, listener] of this.listeners) this.element.removeEventListener(name, listener);
  }

  choose(): void {
    this.inputTarget.click();
  }

  chosen(): void {
    this.take([...(this.inputTarget.files ?? [])]);
    this.inputTarget.value = "";
  }

  /** What is up and will be sent. */
  private get attached(): Attached[] {
    return this.inputs.map((input) => {
      const said = (part: string) => input.closest(".file")?.querySelector(`.file__${part}`)?.textContent ?? "";
      return { id: input.value, name: said("name"), size: said("size") };
    });
  }

  private get inputs(): HTMLInputElement[] {
    return [...this.listTarget.querySelectorAll<HTMLInputElement>(`input[name="${this.nameValue}"]`)];
  }

  /** Files that are up already. */
  private show(files: Attached[]): void {
    const here = new Set(this.inputs.map((input) => input.value));
    for (const file of files.filter(({ id }) => !here.has(id))) {
      const chip = new Chip(file.name, file.size);
      chip.done(file.id, this.nameValue);
      this.listTarget.append(chip.element);
    }
  }

  private get zone(): HTMLElement {
    return this.element.closest<HTMLElement>(".dropzone") ?? this.element.querySelector<HTMLElement>(".dropzone") ?? this.element;
  }

  private over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.area?.setAttribute("data-dropping", "");
  }

  private drop(event: DragEvent): void {
    this.area?.removeAttribute("data-dropping");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.take([...event.dataTransfer.files]);
  }

  /** A pasted picture is a file; pasted words that bring a picture along stay words. */
  private paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    const words = event.clipboardData?.getData("text/plain") ?? "";
    if (isTooLong(words, event.target)) {
      event.preventDefault();
      this.dispatch("toolong");
      return this.take([new File([words], gettext("Pasted text.txt"), { type: "text/plain" })]);
    }
    if (!files.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    this.take(files);
  }

  private take(files: File[]): void {
    for (const file of files) void this.send(file);
  }

  private async send(file: File): Promise<void> {
    if (this.limitValue && file.size > this.limitValue) return this.refuse(file);
    const stop = new AbortController();
    const chip = new Chip(file.name, sizeOf(file.size), () => stop.abort());
    this.listTarget.append(chip.element);
    this.dispatch("busy");
    try {
      const { id } = await upload(this.urlValue, file, (part) => chip.progress(part), stop.signal);
      chip.done(id, this.nameValue);
    } catch (error) {
      chip.fail((error as Error).message, () => void this.send(file));
    }
    this.dispatch("settled");
  }

  /** It would be refused after a long way; here it takes no upload. */
  private refuse(file: File): void {
    const chip = new Chip(file.name, sizeOf(file.size));
    chip.fail(gettext("Larger than %(limit)s. Make it smaller, or split it.", { limit: sizeOf(this.limitValue) }));
    this.listTarget.append(chip.element);
    this.dispatch("settled");
  }
}

/** The browser would cut them off without a word. */
function isTooLong(words: string, place: EventTarget | null): boolean {
  return place instanceof HTMLTextAreaElement && place.maxLength > 0 && place.value.length - (place.selectionEnd - place.selectionStart) + words.length > place.maxLength;
}

/** templates/ui/file.html, while it is on its way. */
class Chip {
  readonly element = document.createElement("span");
  private readonly bar = document.createElement("progress");
  private readonly size = document.createElement("span");

  constructor(file: string, size: string, stop: () => void = () => {}) {
    const name = document.createElement("span");
    name.textContent = file;
    name.className = "file__name";
    name.dir = "auto";
    this.element.className = "file";
    this.size.className = "file__size";
    this.size.textContent = size;
    this.bar.className = "progress";
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", gettext("Uploading %(name)s", { name: file }));
    this.element.append(icon("file"), name, this.size, this.remove(file, stop), this.bar);
  }

  progress(part: number): void {
    this.bar.value = part;
  }

  done(id: string, name: string): void {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = id;
    this.bar.replaceWith(input);
  }

  fail(reason: string, again?: () => void): void {
    this.bar.remove();
    this.element.classList.add("file--failed");
    this.size.setAttribute("role", "alert");
    this.size.textContent = reason;
    if (!again) return;
    const retry = document.createElement("button");
    retry.type = "button";
    retry.className = "button button--small";
    retry.textContent = gettext("Try again");
    retry.addEventListener("click", () => (this.element.remove(), again()));
    this.element.append(retry);
  }

  private remove(name: string, stop: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon-button icon-button--small";
    button.setAttribute("aria-label", gettext("Remove %(name)s", { name }));
    button.append(icon("x"));
    button.addEventListener("click", () => (stop(), this.element.remove()));
    return button;
  }
}

function icon(name: string): SVGSVGElement {
  const SVG = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  drawn.setAttribute("class", "icon");
  drawn.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${document.documentElement.dataset["icons"]}#${name}`);
  drawn.append(use);
  return drawn;
}
