import { Controller } from "@hotwired/stimulus";
import type { Entry } from "../../live/frontend/outbox/entry.ts";
import { gettext } from "../../live/frontend/text.ts";
import { Suggest } from "../../project/frontend/suggest.ts";

const FRESH = 60_000;

/**
 * Mentions in a note: "@" offers those who see the inbox. Whom the note names goes along as ids; a name alone mentions nobody.
 *
 * @example
 * <form data-controller="mentions" data-mentions-url-value="/inbox/conversations/7/mentionable/" data-mentions-key-value="7">
 *   <ul data-mentions-target="chosen" hidden><li data-code="person-12" data-words="Bob Brandt"></li></ul>
 */
export class MentionsController extends Controller<HTMLFormElement> {
  static override targets = ["text", "chosen"];
  static override values = { url: String, key: String };
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly chosenTarget: HTMLElement;
  declare readonly urlValue: string;
  declare readonly keyValue: string;
  private suggest!: Suggest<HTMLElement>;
  private found: Promise<HTMLElement[] | null> | null = null;
  private foundAt = 0;
  private readonly heard: [EventTarget, string, (event: Event) => void][] = [
    [this.element, "formdata", (event) => this.hand((event as FormDataEvent).formData)],
    [this.element, "outbox:queued", () => this.tidy()],
    [this.element, "outbox:given", (event) => void this.restore((event as CustomEvent<{ entry: Entry }>).detail.entry)],
    [this.element, "composer:recovered", (event) => void this.bring((event as CustomEvent<{ mentions: string[] }>).detail.mentions)],
    [document, "live:shown", (event) => this.hear(event.target as Element)],
  ];

  override connect(): void {
    for (const [target, name, listener] of this.heard) target.addEventListener(name, listener);
    this.suggest = new Suggest<HTMLElement>(this.textTarget, {
      sign: "@",
      label: gettext("Colleagues and teams"),
      spaced: true,
      find: (query) => this.find(query),
      draw: (found, option) => option.append(...found.cloneNode(true).childNodes),
      words: ({ dataset }) => this.pick(dataset["code"]!, dataset["words"]!),
      mayOpen: () => this.isNote,
    });
  }

  override disconnect(): void {
    this.suggest.end();
    for (const [target, name, listener] of this.heard) target.removeEventListener(name, listener);
  }

  /** The button: an "@" where one writes, or at the end, which opens the box. */
  begin(): void {
    if (document.activeElement !== this.textTarget) this.textTarget.setSelectionRange(this.textTarget.value.length, this.textTarget.value.length);
    this.suggest.open();
  }

  private get isNote(): boolean {
    return this.element.querySelector<HTMLInputElement>("[name='kind']")?.value === "note";
  }

  private get chosen(): HTMLElement[] {
    return [...this.chosenTarget.children] as HTMLElement[];
  }

  /** Those whose name still stands in the text. */
  private hand(data: FormData): void {
    if (!this.isNote) return;
    const text = String(data.get("body") ?? "");
    for (const { dataset } of this.chosen) if (text.includes(`@${dataset["words"]}`)) data.append("mentions", dataset["code"]!);
  }

  private async find(query: string): Promise<HTMLElement[]> {
    if (this.chosen.some(({ dataset }) => query.startsWith(dataset["words"]!))) return []; // it is written already
    return ((await this.all()) ?? []).filter(({ dataset }) => fits(dataset["words"]!, query));
  }

  private pick(code: string, words: string): string {
    this.add(code, words);
    return `@${words} `;
  }

  private add(code: string, words: string): void {
    if (this.chosen.some(({ dataset }) => dataset["code"] === code && dataset["words"] === words)) return;
    const one = document.createElement("li");
    Object.assign(one.dataset, { code, words });
    this.chosenTarget.append(one);
  }

  private async bring(codes: string[]): Promise<void> {
    if (!codes.length) return;
    for (const { dataset } of (await this.all()) ?? []) if (codes.includes(dataset["code"]!)) this.add(dataset["code"]!, dataset["words"]!);
  }

  private async restore(entry: Entry): Promise<void> {
    await this.bring(entry.fields.filter(([name]) => name === "mentions").map(([, code]) => String(code)));
  }

  /** What was sent needs them no more; what has been written since may. */
  private tidy(): void {
    for (const one of this.chosen) if (!this.textTarget.value.includes(`@${one.dataset["words"]}`)) one.remove();
  }

  /** Another device of this person mentions somebody in the same draft. */
  private hear(shown: Element): void {
    if (shown.id !== `draft-${this.keyValue}`) return;
    for (const { dataset } of shown.querySelectorAll<HTMLElement>("[data-mentions] > li")) this.add(dataset["code"]!, dataset["words"]!);
  }

  private all(): Promise<HTMLElement[] | null> {
    if (!this.found || Date.now() - this.foundAt > FRESH) {
      this.foundAt = Date.now();
      this.found = this.fetch();
    }
    return this.found;
  }

  private async fetch(): Promise<HTMLElement[] | null> {
    const answer = await fetch(this.urlValue, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      this.found = null;
      return null;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...page.querySelectorAll<HTMLElement>("[role='option']")].map((option) => document.importNode(option, true));
  }
}

/** Whether each word of `query` begins a word of `words`, whatever the case and the accents. */
function fits(words: string, query: string): boolean {
  const there = folded(words);
  return folded(query).every((wanted) => there.some((word) => word.startsWith(wanted)));
}

function folded(words: string): string[] {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[\s.'’_-]+/).filter(Boolean);
}
