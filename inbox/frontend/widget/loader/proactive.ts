import { address } from "./address.ts";
import { onPage } from "./pages.ts";

/** A message with which the chat begins by itself. */
export interface Message {
  id: string;
  text: string;
  pages: string[];
  /** Seconds on the page. */
  after: number;
  audience: "everyone" | "first" | "returning" | "known";
  repeat: "visitor" | "visit";
}

/** Who saw a message for so long (ms) has seen it, also if they did nothing about it. */
const SEEN_AFTER = 4_000;

/**
 * The card over the chat's button. It comes after its time on its page, alone, and never over an open chat or into a conversation.
 * Which were seen this browser remembers, on the firm's own site.
 */
export class Proactive {
  readonly element = document.createElement("div");
  private readonly isFirst: boolean;
  private readonly seen = new Set<string>();
  private timers: ReturnType<typeof setTimeout>[] = [];
  private shown: Message | null = null;
  private isKnown = false;

  constructor(
    private readonly key: string,
    private readonly messages: Message[],
    private readonly words: { dismiss: string },
    private readonly mayShow: () => boolean,
    private readonly chosen: (message: Message) => void,
  ) {
    this.element.className = "card";
    this.element.role = "status";
    this.isFirst = !!messages.length && this.visit();
  }

  get isShown(): boolean {
    return this.shown !== null;
  }

  /** On a page, or on another one: the time begins anew, and what does not belong here goes. */
  arrive(): void {
    for (const timer of this.timers) clearTimeout(timer);
    if (this.shown && !onPage(this.shown.pages, address())) this.hide();
    const fitting = this.messages.filter((message) => onPage(message.pages, address()));
    this.timers = fitting.map((message) => setTimeout(() => this.show(message), message.after * 1_000));
  }

  /** Whether the firm's server has said who this is. */
  know(yes: boolean): void {
    if (yes === this.isKnown) return;
    this.isKnown = yes;
    this.arrive();
  }

  hide(): void {
    this.shown = null;
    this.element.replaceChildren();
  }

  /** They do not want it. */
  dismiss(): void {
    if (this.shown) this.remember(this.shown);
    this.hide();
  }

  private show(message: Message): void {
    if (this.shown || !this.isFor(message) || this.wasSeen(message) || !this.mayShow()) return;
    this.shown = message;
    const say = made("say", message.text, () => this.choose(message));
    say.dir = "auto";
    const away = made("away", "×", () => this.dismiss());
    away.ariaLabel = this.words.dismiss;
    this.element.replaceChildren(say, away);
    setTimeout(() => this.shown === message && this.remember(message), SEEN_AFTER);
  }

  private choose(message: Message): void {
    this.remember(message);
    this.hide();
    this.chosen(message);
  }

  private isFor({ audience }: Message): boolean {
    if (audience === "known") return this.isKnown;
    return audience === "everyone" || (audience === "first") === this.isFirst;
  }

  private wasSeen({ id, repeat }: Message): boolean {
    return this.seen.has(id) || kept(repeat, this.key).includes(id);
  }

  private remember({ id, repeat }: Message): void {
    this.seen.add(id);
    kept(repeat, this.key, id);
  }

  /** Note this visit, which is what a tab's session is; whether it is the first. */
  private visit(): boolean {
    const tab = kept("visit", this.key);
    if (tab.length) return tab.includes("first");
    const first = !kept("visitor", this.key, "came").length;
    kept("visit", this.key, first ? "first" : "again");
    return first;
  }
}

function made(name: string, text: string, click: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = name;
  button.textContent = text;
  button.addEventListener("click", click);
  return button;
}

/** The words that this browser keeps, for its visitor or for a visit; one is added to them after. None where it keeps nothing. */
function kept(repeat: Message["repeat"], key: string, add = ""): string[] {
  try {
    const storage = repeat === "visit" ? sessionStorage : localStorage;
    const name = `consultantpro-met:${key}`;
    const words = (storage.getItem(name) ?? "").split(" ").filter(Boolean);
    if (add) storage.setItem(name, [...words.filter((word) => word !== add), add].slice(-50).join(" "));
    return words;
  } catch {
    return [];
  }
}
