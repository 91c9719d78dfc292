import { gettext } from "../../live/frontend/text.ts";
import { insert } from "./insert.ts";

/** What a room offers after a sign: snippets after "#", colleagues after "@". */
export interface Source<T> {
  sign: string;
  /** What the list is called, and what is said when it opens. */
  label: string;
  find(query: string): Promise<T[]>;
  /** One of them as the list shows it: fill the option's element. */
  draw(found: T, option: HTMLElement): void;
  /** It was chosen; the words that take the place of the sign and the letters. */
  words(found: T): Promise<string> | string;
  /** They stand in the text now, from `at` on. */
  placed?(found: T, words: string, at: number): void;
  /** Whether what is looked for may have spaces, as names do. */
  spaced?: boolean;
  /** Whether it may open now: "@" in notes alone. */
  mayOpen?(): boolean;
}

interface Token {
  start: number;
  end: number;
  query: string;
}

const GAP = 6;
const WAIT = 60;
let made = 0;

/**
 * A combobox in the midst of a text: a sign at the start of a word and letters open a list above the text area, arrows
 * walk it, Enter and Tab take, Escape leaves the text as it is. The focus stays in the text. After the sign alone nothing
 * is marked yet, so that Enter is still a new line. A number after the sign ("#12") opens nothing.
 */
export class Suggest<T> {
  private readonly list = document.createElement("div");
  private readonly said = document.createElement("div");
  private found: T[] = [];
  private token: Token | null = null;
  private at = -1;
  private asked = 0;
  private leftAt = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly heard: [EventTarget, string, (event: Event) => void][];

  constructor(
    private readonly text: HTMLTextAreaElement,
    private readonly source: Source<T>,
  ) {
    this.list.id = `suggest-${++made}`;
    this.list.className = "suggest";
    this.list.popover = "manual";
    this.list.dataset["kept"] = "";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", source.label);
    this.said.className = "visually-hidden";
    this.said.dataset["kept"] = "";
    this.said.setAttribute("role", "status");
    text.after(this.list, this.said);
    text.setAttribute("aria-autocomplete", "list");
    this.heard = [
      [text, "input", () => this.look()],
      [text, "keydown", (event) => this.key(event as KeyboardEvent)],
      [text, "blur", () => this.close()],
      [text, "click", () => this.isOpen && this.look()],
      [this.list, "pointerdown", (event) => event.preventDefault()], // the focus stays in the text
      [this.list, "click", (event) => this.press(event)],
      [window, "resize", () => this.isOpen && this.place()],
    ];
    for (const [target, name, listener] of this.heard) target.addEventListener(name, listener);
  }

  end(): void {
    clearTimeout(this.timer);
    for (const [target, name, listener] of this.heard) target.removeEventListener(name, listener);
    this.list.remove();
    this.said.remove();
  }

  get isOpen(): boolean {
    return this.list.matches(":popover-open");
  }

  /** Open it by a button: the sign is put in where the caret stands. */
  open(): void {
    const before = this.text.value.slice(0, this.text.selectionStart);
    this.leftAt = -1;
    insert(this.text, `${/\S$/.test(before) ? " " : ""}${this.source.sign}`);
  }

  private look(): void {
    const token = this.source.mayOpen?.() === false ? null : this.tokenHere();
    this.token = token;
    if (!token) this.leftAt = -1; // the sign that was left is gone
    if (!token || token.start === this.leftAt) return this.close();
    this.leftAt = -1;
    clearTimeout(this.timer);
    const asked = ++this.asked;
    this.timer = setTimeout(() => void this.ask(token, asked), WAIT);
  }

  private tokenHere(): Token | null {
    const { selectionStart: end, selectionEnd, value } = this.text;
    if (end !== selectionEnd) return null;
    const letters = this.source.spaced ? "[\\p{L}\\p{M}\\p{N}.'’_ -]" : "[\\p{L}\\p{N}_-]";
    const match = new RegExp(`(?:^|[\\s(])[${this.source.sign}]((?:\\p{L}${letters}{0,39})?)$`, "u").exec(value.slice(Math.max(0, end - 60), end));
    return match ? { start: end - match[1]!.length - this.source.sign.length, end, query: match[1]! } : null;
  }

  private async ask(token: Token, asked: number): Promise<void> {
    const found = await this.source.find(token.query).catch(() => []);
    if (asked !== this.asked || this.token !== token || document.activeElement !== this.text) return;
    this.found = found;
    if (!found.length) return this.close();
    this.list.replaceChildren(...found.map((each, place) => this.option(each, place)));
    if (!this.isOpen) this.list.showPopover();
    this.place();
    this.text.setAttribute("aria-controls", this.list.id);
    this.mark(token.query ? 0 : -1);
    this.said.textContent = gettext("%(what)s: %(number)s. Arrows choose, Enter puts in, Escape leaves.", {
      what: this.source.label,
      number: found.length,
    });
  }

  private option(found: T, place: number): HTMLElement {
    const option = document.createElement("div");
    option.id = `${this.list.id}-${place}`;
    option.className = "suggest__option";
    option.setAttribute("role", "option");
    this.source.draw(found, option);
    return option;
  }

  private key(event: KeyboardEvent): void {
    if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark(this.at < 0 && step < 0 ? this.found.length - 1 : (this.at + step + this.found.length) % this.found.length);
    else if (event.key === "Escape") this.leave();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && this.at >= 0) void this.take(this.at);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  private press(event: Event): void {
    const option = (event.target as Element).closest("[role='option']");
    if (option) void this.take([...this.list.children].indexOf(option));
  }

  private leave(): void {
    this.leftAt = this.token?.start ?? -1;
    this.close();
  }

  private async take(at: number): Promise<void> {
    const [found, token] = [this.found[at], this.token];
    if (!found || !token) return;
    const typed = this.text.value.slice(token.start, token.end);
    this.close();
    const words = await this.source.words(found);
    if (!words || !this.text.isConnected) return;
    const isThere = this.text.value.slice(token.start, token.end) === typed;
    const start = isThere ? token.start : this.text.selectionStart;
    insert(this.text, words, start, isThere ? token.end : start);
    this.source.placed?.(found, words, start);
  }

  private mark(at: number): void {
    this.at = at;
    [...this.list.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === at)));
    const current = this.list.children[at];
    if (current) this.text.setAttribute("aria-activedescendant", current.id);
    else this.text.removeAttribute("aria-activedescendant");
    current?.scrollIntoView({ block: "nearest" });
  }

  private close(): void {
    clearTimeout(this.timer);
    this.asked++;
    this.said.textContent = "";
    for (const name of ["aria-controls", "aria-activedescendant"]) this.text.removeAttribute(name);
    if (this.isOpen) this.list.hidePopover();
  }

  /** Above the text, where a phone's keyboard does not stand; below where there is more room. */
  private place(): void {
    const box = (this.text.closest(".composer") ?? this.text).getBoundingClientRect();
    const above = box.top >= innerHeight - box.bottom;
    Object.assign(this.list.style, {
      left: `${Math.max(GAP, box.left)}px`,
      width: `${Math.min(box.width, innerWidth - 2 * GAP)}px`,
      maxHeight: `${Math.min(320, (above ? box.top : innerHeight - box.bottom) - 2 * GAP)}px`,
      top: above ? "auto" : `${box.bottom + GAP}px`,
      bottom: above ? `${innerHeight - box.top + GAP}px` : "auto",
    });
  }
}
