import type { Api } from "./api.ts";
import { Refused } from "./api.ts";
import { fill, make } from "./dom.ts";
import type { SentFile } from "./shapes.ts";
import { size } from "./when.ts";

export interface Sent {
  receipt: string;
  file: SentFile;
}

interface Upload {
  file: File;
  element: HTMLElement;
  abort: AbortController;
  sent: Sent | null;
  failed: boolean;
}

/** Files chosen for the next message: brought at once, each with its progress, its error and a way to take it off again. */
export class Uploads {
  private items: Upload[] = [];

  constructor(
    private readonly api: Api,
    private readonly list: HTMLElement,
    private readonly limits: { bytes: number; files: number },
    private readonly words: Record<string, string>,
    private readonly complain: (sentence: string) => void,
  ) {}

  get sent(): Sent[] {
    return this.items.flatMap((item) => item.sent ?? []);
  }

  get underWay(): boolean {
    return this.items.some((item) => !item.sent && !item.failed);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.items.length >= this.limits.files) return this.complain(this.words["too_many_files"]!);
      if (file.size > this.limits.bytes) {
        this.complain(fill(this.words["file_too_large"]!, { name: file.name, limit: size(this.limits.bytes) }));
        continue;
      }
      const item: Upload = { file, element: make("li", { class: "file" }), abort: new AbortController(), sent: null, failed: false };
      this.items.push(item);
      this.list.append(item.element);
      void this.bring(item);
    }
  }

  /** The message took them along. */
  clear(): void {
    this.items = [];
    this.list.replaceChildren();
  }

  private async bring(item: Upload): Promise<void> {
    item.failed = false;
    const bar = make("progress", { class: "progress", max: 1, value: 0, "aria-label": item.file.name });
    this.show(item, bar);
    try {
      const progress = (part: number) => (bar.value = part);
      item.sent = await this.api.upload<Sent>(item.file, progress, item.abort.signal);
      bar.remove();
    } catch (error) {
      if (item.abort.signal.aborted) return;
      item.failed = true;
      this.refuse(item, error);
    }
  }

  private refuse(item: Upload, error: unknown): void {
    const refused = error instanceof Refused && !error.passes;
    const sentence = refused ? error.message : fill(this.words["file_failed"]!, { name: item.file.name });
    if (refused) {
      this.drop(item);
      return this.complain(sentence);
    }
    const again = make("button", { type: "button", class: "message__deed", click: () => void this.bring(item) }, this.words["retry"]!);
    item.element.classList.add("file--failed");
    this.show(item, make("span", { class: "file__said" }, sentence), again);
    this.complain(sentence);
  }

  private show(item: Upload, ...below: HTMLElement[]): void {
    const { name } = item.file;
    const label = fill(this.words["remove"]!, { name });
    const remove = make("button", { type: "button", class: "file__remove", "aria-label": label, click: () => this.drop(item) }, "×");
    const words = [make("span", { class: "file__name", dir: "auto" }, name), make("span", { class: "file__size" }, size(item.file.size))];
    item.element.replaceChildren(...words, remove, ...below);
  }

  private drop(item: Upload): void {
    item.abort.abort();
    this.items = this.items.filter((each) => each !== item);
    item.element.remove();
    this.complain("");
  }
}
