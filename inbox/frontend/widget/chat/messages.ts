import { attachment, type Fresh } from "./attachment.ts";
import { make } from "./dom.ts";
import { initials } from "./face.ts";
import { linked } from "./links.ts";
import { drawn } from "./rich.ts";
import { reactions, type Pick, type React } from "./reactions.ts";
import type { Message, Quote, Reaction, Rich } from "./shapes.ts";
import type { Pending, Thread } from "./thread.ts";
import { clock, day, dayKey, whole } from "./when.ts";

/** One line of the log: a message, one that is on its way, or the firm's greeting. */
interface Line {
  id: string;
  mine: boolean;
  name: string;
  title: string;
  photo: string;
  at: number;
  body: string;
  rich: Rich[] | null;
  edited: boolean;
  removed: boolean;
  quote: Quote | null;
  reactions: Reaction[];
  files: { id: string; file: import("./shapes.ts").SentFile }[];
  pending: Pending | null;
  seq: number;
}

const AS_WRITTEN = { rich: null, edited: false, removed: false, quote: null, reactions: [] };
const TOGETHER = 5 * 60_000;

export interface Deeds {
  retry(id: string): void;
  discard(id: string): void;
  react: React;
  pick: Pick;
  /** Bring a message that is quoted into sight. */
  show(id: string): void;
  fresh: Fresh;
}

/**
 * The log. A line is made once and then only its foot changes, so that a screen reader hears each message once and a replay
 * changes nothing; what was edited or taken back is said anew in its place.
 */
export class Messages {
  private readonly shown = new Map<string, HTMLElement>();
  private readonly says = new WeakMap<HTMLElement, string>();

  constructor(
    private readonly list: HTMLElement,
    private readonly words: Record<string, string>,
    private readonly deeds: Deeds,
  ) {}

  /**
   * `proposed` is what the chat said by itself and nobody has answered yet: it stands at the end. A chat that began so, answered
   * or not, is not greeted besides.
   */
  draw(thread: Thread, outbox: Pending[], greeting: Said, proposed: string): void {
    const first = thread.messages[0];
    const saidByItself = first ? first.author.kind === "agent" && !first.author.name : proposed;
    const greets = greeting.text && !thread.more && !saidByItself;
    const lines = [
      ...(greets ? [greetingLine(greeting)] : []),
      ...thread.messages.map((message) => this.line(message, greeting.firm)),
      ...(proposed ? [{ ...greetingLine({ ...greeting, text: proposed }), id: "proposed" }] : []),
      ...outbox.filter((item) => !thread.has(item.id)).map((item) => this.waiting(item)),
    ];
    const lastMine = lines.filter((line) => line.mine && !line.pending).at(-1);
    const wanted: HTMLElement[] = [];
    let before: Line | null = null;
    for (const line of lines) {
      if (line.at && dayKey(line.at) !== (before?.at ? dayKey(before.at) : "")) wanted.push(this.divider(line.at));
      wanted.push(this.element(line, before, line === lastMine ? thread.read : null));
      before = line;
    }
    this.arrange(wanted);
  }

  /** What nobody signed is the firm's. */
  private line(message: Message, firm: string): Line {
    const { title = "", photo = "", kind } = message.author;
    const name = message.author.name || (kind === "agent" ? firm : "");
    const files = message.attachments.map((file) => ({ id: file.id, file }));
    const { rich, edited, removed, quote, reactions } = message;
    return { id: message.id, mine: kind === "visitor", name, title, photo, at: message.at, body: message.body, rich, edited, removed, quote, reactions, files, pending: null, seq: message.seq };
  }

  private waiting(item: Pending): Line {
    const files = item.files.map(({ file }) => ({ id: "", file }));
    return { id: item.id, mine: true, name: "", title: "", photo: "", at: item.at, body: item.body, ...AS_WRITTEN, files, pending: item, seq: 0 };
  }

  private element(line: Line, before: Line | null, read: number | null): HTMLElement {
    const element = this.shown.get(line.id) ?? this.make(line);
    this.shown.set(line.id, element);
    this.say(element, line);
    const follows = !!before && before.mine === line.mine && before.name === line.name && line.at - before.at < TOGETHER;
    element.toggleAttribute("data-follows", follows && dayKey(before.at) === dayKey(line.at));
    element.toggleAttribute("data-pending", !!line.pending && !line.pending.failed);
    element.toggleAttribute("data-failed", !!line.pending?.failed);
    this.foot(element.querySelector<HTMLElement>(".message__foot")!, line, read);
    this.react(element.querySelector<HTMLElement>(".message__reactions")!, line);
    return element;
  }

  /** Bring a message into sight and to who hears rather than sees. */
  show(id: string): boolean {
    const element = this.shown.get(id);
    element?.setAttribute("tabindex", "-1");
    element?.focus();
    element?.scrollIntoView({ block: "center" });
    return !!element;
  }

  private make(line: Line): HTMLElement {
    const head = line.mine
      ? make("span", { class: "unseen" }, `${this.words["you"]}: `)
      : make("p", { class: "message__head" }, make("strong", {}, line.name), line.title ? ` ${line.title}` : "");
    const face = line.mine ? [] : [this.face(line)];
    const item = make("li", { class: `message${line.mine ? " message--mine" : ""}`, "data-id": line.id }, ...face, head, make("div", { class: "message__bubble" }));
    item.append(make("p", { class: "message__foot" }), make("div", { class: "message__reactions" }));
    return item;
  }

  /** Its words and files, where they are not these already. */
  private say(element: HTMLElement, line: Line): void {
    const said = JSON.stringify([line.body, line.removed, line.quote, line.files.map(({ file }) => [file.name, file.size])]);
    if (this.says.get(element) === said) return;
    this.says.set(element, said);
    element.toggleAttribute("data-removed", line.removed);
    const words = line.removed ? [this.words["removed"]!] : linked(line.body);
    const plain = words.length ? [make("p", { class: "message__body", dir: "auto" }, ...words)] : [];
    const body = line.rich ? [make("div", { class: "message__body message__body--rich", dir: "auto" }, ...drawn(line.rich))] : plain;
    const files = line.files.map(({ id, file }) => attachment(id, file, this.words, this.deeds.fresh));
    element.querySelector(".message__bubble")!.replaceChildren(...this.quote(line), ...body, ...(files.length ? [make("div", { class: "message__files" }, ...files)] : []));
  }

  private quote({ quote }: Line): HTMLElement[] {
    if (!quote) return [];
    const name = quote.kind === "visitor" ? this.words["you"]! : quote.name;
    const text = quote.removed ? this.words["removed"]! : quote.text || this.words["a_file"]!;
    const said = [make("span", { class: "quote__author", dir: "auto" }, name), make("span", { class: "quote__text", dir: "auto" }, text)];
    return [make("button", { type: "button", class: "quote", click: () => this.deeds.show(quote.id) }, ...said)];
  }

  private react(place: HTMLElement, line: Line): void {
    const mayAdd = !line.mine && !line.removed && line.seq > 0;
    const said = JSON.stringify([line.reactions, mayAdd]);
    if (this.says.get(place) === said) return;
    const had = place.contains(document.activeElement);
    this.says.set(place, said);
    place.replaceChildren(...reactions(line.id, line.reactions, mayAdd, this.words, this.deeds));
    if (had) place.querySelector("button")?.focus();
  }

  private face(line: Line): HTMLElement {
    const letters = make("span", { class: "avatar avatar--small message__face", "aria-hidden": "true" }, initials(line.name));
    if (line.photo) {
      const photo = make("img", { src: line.photo, alt: "", width: 24, height: 24 });
      photo.addEventListener("error", () => photo.replaceWith(initials(line.name)));
      letters.replaceChildren(photo);
    }
    return letters;
  }

  private foot(foot: HTMLElement, line: Line, read: number | null): void {
    const state = this.state(line, read);
    const signature = `${state} ${line.at} ${line.edited}`;
    if (foot.dataset["said"] === signature) return;
    foot.dataset["said"] = signature;
    foot.replaceChildren(...(line.at ? [make("time", { datetime: new Date(line.at).toISOString(), title: whole(line.at) }, clock(line.at))] : []));
    if (line.edited) foot.append(make("span", {}, this.words["edited"]!));
    if (state) foot.append(make("span", { class: "message__state" }, state));
    if (line.pending?.failed) foot.append(this.button("retry", line.id), this.button("discard", line.id));
  }

  private button(deed: "retry" | "discard", id: string): HTMLElement {
    return make("button", { type: "button", class: "message__deed", click: () => this.deeds[deed](id) }, this.words[deed]!);
  }

  private state(line: Line, read: number | null): string {
    if (line.pending?.failed) return `${this.words["failed"]} ${line.pending.failed}`;
    if (line.pending) return this.words[navigator.onLine ? "sending" : "waiting"]!;
    if (read === null) return "";
    return this.words[read >= line.seq ? "read" : "sent"]!;
  }

  private divider(at: number): HTMLElement {
    const id = `day ${dayKey(at)}`;
    const element = this.shown.get(id) ?? make("li", { class: "day" }, make("span", {}));
    this.shown.set(id, element);
    const words = day(at, { today: this.words["today"]!, yesterday: this.words["yesterday"]! });
    if (element.textContent !== words) element.firstElementChild!.textContent = words;
    return element;
  }

  /** Put the wanted elements in order, moving as few as possible, and drop the others. */
  private arrange(wanted: HTMLElement[]): void {
    const keep = new Set(wanted);
    for (const [id, element] of this.shown) {
      if (keep.has(element)) continue;
      element.remove();
      this.shown.delete(id);
    }
    wanted.forEach((element, place) => {
      if (this.list.children[place] !== element) this.list.insertBefore(element, this.list.children[place] ?? null);
    });
  }
}

interface Said {
  firm: string;
  text: string;
}

function greetingLine({ firm, text }: Said): Line {
  return { id: "greeting", mine: false, name: firm, title: "", photo: "", at: 0, body: text, ...AS_WRITTEN, files: [], pending: null, seq: 0 };
}
