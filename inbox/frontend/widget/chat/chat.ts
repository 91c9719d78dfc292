import { EmojiPicker } from "../../emoji/picker.ts";
import { Recent } from "../../emoji/recent.ts";
import { insert } from "../../../../project/frontend/insert.ts";
import { AccessEnded, Connection } from "../../../../live/frontend/connection.ts";
import type { Signal } from "../../../../live/frontend/wire.ts";
import { uuidv7 } from "../../../../live/frontend/uuidv7.ts";
import { Api, Offline, Refused } from "./api.ts";
import { Away, type Left } from "./away.ts";
import { Bridge, type FromHost, type Step } from "./bridge.ts";
import { Details } from "./details.ts";
import { fill, the } from "./dom.ts";
import { download, RatingForm } from "./ending.ts";
import { Identity } from "./identity.ts";
import { Keep } from "./keep.ts";
import { Lines } from "./line.ts";
import { Messages } from "./messages.ts";
import { Clock } from "./opening.ts";
import { Outbox } from "./outbox.ts";
import { Scroll } from "./scroll.ts";
import type { Attachment, Begin, Contact, Conversation, Look, Message, Rating, SessionAnswer, VisitorFact } from "./shapes.ts";
import { Thread, type Pending } from "./thread.ts";
import { Typing } from "./typing.ts";
import { Uploads } from "./uploads.ts";
import { back } from "./when.ts";
import { Writing, type Written } from "./writing.ts";

/** How often an open chat without a socket asks for the look and the hours. */
const LOOK_AGAIN = 60_000;

interface Delivered {
  message: Message;
  /** The line before it, where the chat had said that by itself. */
  opening: Message | null;
  conversation: { id: string; stream: string };
}

/** The chat: what it knows, what it shows, and whom it talks to. */
export class Chat {
  private readonly words: Record<string, string>;
  private readonly keep: Keep;
  private readonly api: Api;
  private readonly thread = new Thread();
  private readonly bridge: Bridge;
  private readonly outbox: Outbox;
  private readonly typing: Typing;
  private readonly details: Details;
  private readonly identity: Identity;
  private readonly lines: Lines;
  private readonly away: Away;
  private readonly ratings: RatingForm;
  private readonly clock: Clock;
  private readonly scroll: Scroll;
  private readonly writing: Writing;
  private readonly messages: Messages;
  private readonly emoji: EmojiPicker;
  private connection: Connection | null = null;
  private seenIsDue = false;
  private greeting = { firm: "", text: "" };
  private page = "";
  private inbox: Look;
  private contact: Contact = { name: "", email: "", phone: "" };
  private answers: SessionAnswer["answers"] = "";
  private lookStream = { stream: "", after: 0 };
  private open = false;
  private isListening = false;
  private ready = false;
  private tries = 0;
  private told = -1;
  private isKnown = false;
  private talks: boolean | null = null;

  constructor(private readonly begin: Begin) {
    const words = (this.words = begin.words);
    this.inbox = begin;
    const api = (this.api = new Api(words["lost"]!));
    const keep = (this.keep = new Keep(begin.key, (name, value) => this.bridge.say({ do: "keep", name, value })));
    this.bridge = new Bridge(begin.origins, (said) => this.hear(said));
    this.lines = new Lines("/widget/poll", keep);
    this.identity = new Identity(api, keep, (said) => this.bridge.say(said));
    this.outbox = new Outbox((item) => this.deliver(item), keep, () => this.draw(), (item, refusal) => this.takeBack(item, refusal));
    this.typing = new Typing(the("typing"), words["typing"]!, words["typing_several"]!);
    this.scroll = new Scroll(() => this.look());
    const uploads = new Uploads(api, the("waiting"), begin.limits, words, (sentence) => this.writing.complain(sentence));
    const draft = { get: () => keep.get("draft") ?? "", set: (text: string) => void keep.set("draft", text || null) };
    this.writing = new Writing(uploads, words, (written) => this.send(written), () => this.tellTyping(), draft);
    this.details = new Details(api, words, (contact) => this.offer(contact), () => this.focus());
    const kept = { get: () => keep.get("emoji"), set: (text: string) => keep.set("emoji", text) };
    this.emoji = new EmojiPicker(begin.emoji, pickerWords(words), new Recent(kept));
    this.away = new Away(words, (left) => this.send({ ...left, files: [] }), draft);
    this.ratings = new RatingForm(api, words, (rating) => this.rated(rating), () => this.focus());
    this.clock = new Clock(() => this.stand(), () => void this.askLook());
    this.messages = new Messages(the("messages"), words, {
      retry: (id) => this.outbox.retry(id),
      discard: (id) => this.outbox.discard(id),
      react: (id, emoji, on) => void this.react(id, emoji, on),
      pick: (beside, choose) => this.emoji.open(beside, choose),
      show: (id) => this.messages.show(id) || void this.showOlder(id),
      fresh: (id) => api.get<Attachment>(`attachments/${id}`),
    });
  }

  start(): void {
    this.wear(this.begin);
    this.listen();
    this.bridge.listen();
    the("close").hidden = !this.bridge.framed;
    if (this.begin.preview) return this.pose();
    if (!this.bridge.framed) this.hear({ do: "hello", open: true, page: "", kept: {} });
  }

  private listen(): void {
    the("close").addEventListener("click", () => this.bridge.say({ do: "close" }));
    the("emoji").addEventListener("click", () => this.emoji.open(the("emoji"), (emoji) => insert(the<HTMLTextAreaElement>("text"), emoji)));
    the("older").addEventListener("click", () => void this.older());
    the("offer-open").addEventListener("click", () => this.details.open());
    the("offer-close").addEventListener("click", () => this.decline());
    the("end-chat").addEventListener("click", () => void this.choose(() => this.end()));
    the("save-chat").addEventListener("click", () => void this.choose(() => this.save()));
    the("mail-chat").addEventListener("click", () => void this.choose(() => this.mail()));
    the("messages").addEventListener("click", (event) => this.follow(event));
    document.addEventListener("visibilitychange", () => (this.look(), void this.askLook()));
    setInterval(() => void this.askLook(), LOOK_AGAIN);
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.note());
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || document.querySelector(":popover-open")) return;
      if (this.details.isOpen) this.details.close();
      else this.bridge.say({ do: "close" });
    });
  }

  /**
   * A link in a message opens from the page around: what a sandboxed frame opens is sandboxed too, and many sites refuse that.
   * Files open from here, and so does everything when nobody frames us.
   */
  private follow(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".message__body a");
    if (!link || !this.bridge.framed || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.bridge.say({ do: "visit", url: link.href });
  }

  private hear(said: FromHost): void {
    if (said.do === "identify") return void this.claim(said.token);
    if (said.do === "forget") return void this.forget();
    if (said.do === "track") return void this.track(said.steps);
    if (said.do === "page") return void this.track([], (this.page = said.page));
    if (said.do === "begin") return this.beginWith(said.text);
    if (said.do === "propose") return this.propose(said.id, said.text);
    if (said.do === "look") {
      if (said.dark !== undefined) document.documentElement.dataset["theme"] = said.dark ? "dark" : "light";
      return this.wear({ ...this.begin, ...said.look });
    }
    this.open = said.do === "hello" ? said.open : said.do === "open";
    if (said.do === "hello") this.meet(said.page, said.kept, said.identify);
    if (this.open) this.shown();
  }

  /** What the page says the visitor did; colleagues see it once there is a conversation. */
  private async track(steps: Step[], page = ""): Promise<void> {
    await this.api.welcomed;
    await this.api.call("POST", "track", { steps, page }).catch(() => undefined);
  }

  /** Words that the page gives, in place of none or of what it gave before: what the visitor wrote themselves stays. */
  private beginWith(text: string): void {
    const field = this.away.isShown ? this.away : this.writing;
    const yes = ["", this.keep.get("given")].includes(field.begun.trim());
    if (yes) field.begun = text;
    if (yes) this.keep.set("given", text.trim());
    this.bridge.say({ do: "begun", yes });
  }

  /** What the chat said by itself, over the page, and the visitor wants to answer. It is kept until they do. */
  private propose(id: string, text: string): void {
    this.keep.set("proposed", JSON.stringify({ id, text }));
    this.draw();
    this.scroll.toEnd();
  }

  private get proposed(): { id: string; text: string } {
    const nothing = { id: "", text: "" };
    if (this.isTalking) return nothing;
    try {
      return { ...nothing, ...(JSON.parse(this.keep.get("proposed") ?? "{}") as object) };
    } catch {
      return nothing;
    }
  }

  private get isTalking(): boolean {
    return this.thread.stream !== "" && !this.thread.closed;
  }

  private meet(page: string, kept: Record<string, string>, token?: string): void {
    this.told = -1;
    this.talks = null;
    if (this.begin.preview || this.ready) return;
    this.page = page;
    this.keep.adopt(kept);
    this.api.token = this.keep.get("token") ?? "";
    this.identity.claim(token);
    void this.identity.left();
    this.writing.restore();
    this.outbox.load();
    void this.session();
  }

  private shown(): void {
    if (this.begin.preview) return;
    this.scroll.toEnd();
    if (this.away.isShown) requestAnimationFrame(() => this.away.focus());
    else this.writing.focusWhenShown();
    this.look();
    void this.askLook();
  }

  /** Say who we are, and hear where the conversation stands. */
  private async session(): Promise<void> {
    try {
      const proven = await this.identity.prove(this.begin.key, this.page);
      const answer = proven ?? (await this.api.call<SessionAnswer>("POST", "session", { key: this.begin.key, page: this.page }));
      if (this.identity.isDue) return void this.session();
      this.tries = 0;
      this.ready = true;
      this.take(answer);
    } catch (error) {
      this.note(error instanceof Refused ? error.message : this.words["unreachable"]);
      setTimeout(() => this.session(), Math.min(30_000, 1_000 * 2 ** this.tries++));
    }
  }

  /** The page says who is here, after we came: what they wrote before is theirs, on a token of their own. */
  private async claim(token: string): Promise<void> {
    this.identity.claim(token);
    if (!this.ready) return;
    const answer = await this.identity.prove(this.begin.key, this.page).catch(() => null);
    if (!answer?.token) return;
    this.keep.set("token", answer.token);
    location.reload();
  }

  /** Who was signed in has left; somebody anonymous goes on. */
  private async forget(): Promise<void> {
    this.identity.claim("");
    await this.api.welcomed;
    if (!this.isKnown) return;
    await this.identity.leave();
    location.reload();
  }

  private take({ token, identity, inbox, look, answers, contact, conversation }: SessionAnswer): void {
    if (token) {
      this.api.token = token;
      this.keep.set("token", token);
    }
    this.api.welcome();
    this.answers = answers;
    this.lookStream = look;
    this.contact = contact;
    this.isKnown = identity !== null;
    this.wear(inbox, true);
    if (identity) this.listenTo(identity.stream, identity.after);
    if (identity) this.bridge.say({ do: "keep", name: "history", value: "1" });
    if (conversation) {
      this.thread.load(conversation);
      this.join(conversation.stream, conversation.after);
      this.offer(contact);
    }
    this.draw();
    this.scroll.toEnd();
    this.look();
    this.note();
    void this.outbox.flush();
  }

  private send({ body, files, contact }: Written & Partial<Left>): void {
    const answers = this.proposed.id;
    this.outbox.add({ id: uuidv7(), body, files, at: Date.now(), failed: "", ...(contact && { contact }), ...(answers && { answers }) });
    this.stand();
    this.scroll.toEnd();
  }

  private async deliver(item: Pending): Promise<void> {
    if (!this.ready) throw new Offline();
    const files = item.files.map(({ receipt }) => receipt);
    const { id, body, contact, answers } = item;
    const said = { id, body, files, ...(contact && { contact }), ...(answers && { answers }) };
    const { message, opening, conversation } = await this.welcome(this.api.call<Delivered>("POST", "messages", said));
    this.keep.set("proposed", null);
    this.tellOf(message);
    if (opening) this.thread.put(opening);
    this.thread.put(message);
    this.thread.close(false);
    this.join(conversation.stream, 0);
    this.bridge.say({ do: "keep", name: "history", value: "1" });
    this.offer({ ...this.contact, ...contact });
    this.note();
  }

  /** A message that was left with an address the server does not take comes back into its form. */
  private takeBack(item: Pending, refusal: Refused): boolean {
    if (!item.contact || refusal.code !== "bad_email") return false;
    this.stand(false);
    this.away.giveBack(item as Left, refusal.message);
    return true;
  }

  /** Our token may be worth nothing any more: then the chat begins anew, and what is in the outbox goes along. */
  private async welcome<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      this.beginAnew();
      throw new Offline();
    }
  }

  /** Our token is worth nothing any more. Another tab may have a better one already. */
  private beginAnew(): void {
    if ((this.keep.get("token") ?? "") === this.api.token) {
      this.keep.set("token", null);
      this.bridge.say({ do: "keep", name: "history", value: null });
    }
    location.reload();
  }

  /** Listen to the conversation from `after` on. Before the first message there is none, and no socket. */
  private join(stream: string, after: number): void {
    if (this.isListening) return;
    this.isListening = true;
    this.thread.stream = stream;
    this.listenTo(stream, after);
  }

  /** Somebody who is signed in has another conversation now: begun or joined on another device. */
  private async switchOver(): Promise<void> {
    const { conversation } = await this.welcome(this.api.get<{ conversation: Conversation | null }>("conversation"));
    if (!conversation || conversation.stream === this.thread.stream) return;
    if (this.isListening) this.connection?.unwant(this.thread.stream);
    this.isListening = false;
    this.thread.clear();
    this.thread.load(conversation);
    this.join(conversation.stream, conversation.after);
    this.draw();
    this.scroll.toEnd();
    this.look();
    this.note();
  }

  private listenTo(stream: string, after: number): void {
    const isNew = !this.connection;
    const connection = (this.connection ??= this.connect());
    connection.want(stream, after);
    if (isNew && this.lookStream.stream) connection.want(this.lookStream.stream, this.lookStream.after);
    connection.start();
  }

  private connect(): Connection {
    return new Connection({
      url: this.begin.socket,
      open: (url) => this.lines.open(url),
      ticket: () => this.ticket(),
      apply: (fact) => this.apply(fact as unknown as VisitorFact),
      signal: (signal) => this.signal(signal),
      present: () => undefined,
      reload: (stream) => this.reloaded(stream),
      denied: () => void this.welcome(this.api.get("conversation")).catch(() => undefined),
      truth: ({ mode }) => {
        this.note();
        if (mode === "ended") this.beginAnew();
        if (mode === "live" && this.seenIsDue) void this.tellSeen();
      },
    });
  }

  private async ticket(): Promise<string> {
    try {
      return (await this.welcome(this.api.call<{ ticket: string }>("POST", "ticket"))).ticket;
    } catch (error) {
      if (error instanceof Refused && error.status === 403) throw new AccessEnded();
      throw error;
    }
  }

  private apply(fact: VisitorFact): void {
    if (fact.op === "anew") return void this.anew();
    if (fact.op === "conversation") return void this.switchOver().catch(() => undefined);
    if (fact.op === "look") return this.wear(fact.inbox);
    const theirs = fact.op === "upsert" && fact.message.author.kind === "agent" && !this.thread.has(fact.message.id);
    if (theirs) this.typing.stop(fact.message.author.name ?? "");
    if (fact.op === "upsert") this.tellOf(fact.message);
    this.scroll.around(() => {
      this.thread.apply(fact);
      this.draw();
    }, theirs);
    this.look();
    this.note();
  }

  /** The page around hears that there is a message, never its words: other scripts of the page listen too. */
  private tellOf({ id, author, at }: Message): void {
    if (!this.thread.has(id)) this.bridge.say({ do: "message", message: { id, from: author.kind, at } });
  }

  /** The conversation was merged, or separated: it is read anew, and heard where it goes on. */
  private async anew(): Promise<void> {
    const conversation = await this.unmoved();
    if (!conversation) return;
    const before = this.thread.stream;
    this.thread.begin(conversation);
    if (conversation.stream !== before) {
      this.connection?.unwant(before);
      this.connection?.want(conversation.stream, conversation.after);
    }
    this.scroll.around(() => this.draw(), false);
    this.look();
    this.note();
  }

  /** The conversation as it is, read again where something came or went while it was on its way: it may not hold that. */
  private async unmoved(): Promise<Conversation | null> {
    const { moves } = this.thread;
    const { conversation } = await this.welcome(this.api.get<{ conversation: Conversation | null }>("conversation"));
    return moves === this.thread.moves ? conversation : this.unmoved();
  }

  private signal(said: Signal): void {
    const by = said["by"] as { kind?: string; name?: string } | undefined;
    if ((said.kind === "typing" || said.kind === "replying") && by?.kind === "agent") {
      this.scroll.around(() => this.typing.show(by.name ?? "", Number(said["expires"]) || 6), false);
    }
  }

  /** A stream whose past cannot be had: of the conversation, of the look, or of who the visitor is. */
  private reloaded(stream: string): Promise<number | null> {
    if (stream === this.thread.stream) return this.reload();
    return stream === this.lookStream.stream ? this.askLook(true) : this.switchOver().then(() => null);
  }

  private async reload(): Promise<number> {
    const { conversation } = await this.welcome(this.api.get<{ conversation: Conversation | null }>("conversation"));
    if (!conversation) throw new Offline();
    this.thread.replace(conversation);
    this.draw();
    return conversation.after;
  }

  private async older(): Promise<void> {
    const path = `conversation?before=${this.thread.oldest}`;
    const { conversation } = await this.welcome(this.api.get<{ conversation: Conversation | null }>(path));
    if (!conversation) return;
    this.thread.prepend(conversation);
    this.scroll.above(() => this.draw());
    if (!this.thread.more) the("log").focus();
  }

  /** A quoted message that is not here yet is looked for in the earlier ones. */
  private async showOlder(id: string): Promise<void> {
    for (let page = 0; page < 10 && this.thread.more && !this.thread.has(id); page += 1) await this.older().catch(() => undefined);
    this.messages.show(id);
  }

  private async react(id: string, emoji: string, on: boolean): Promise<void> {
    try {
      const { message } = await this.welcome(this.api.call<{ message: Message }>(on ? "POST" : "DELETE", `messages/${id}/reactions`, { emoji }));
      this.thread.put(message);
      this.draw();
    } catch (error) {
      this.note(error instanceof Refused ? error.message : this.words["unreachable"]);
    }
  }

  private draw(): void {
    the("older").hidden = !this.thread.more;
    this.messages.draw(this.thread, this.outbox.items, this.greeting, this.proposed.text);
    const talks = this.isTalking || this.outbox.items.length > 0;
    if (this.ready && talks !== this.talks) this.bridge.say({ do: "talking", yes: talks });
    if (this.ready) this.talks = talks;
    this.ratings.show(this.thread.closed && this.inbox.rating && !this.inbox.closed, this.thread.rating);
    the("end-chat").hidden = this.thread.closed;
  }

  /** The firm's name, colour and greeting. The sheet sets how light the colour is, so words on it can always be read. */
  private wear(look: Look, fresh = false): void {
    this.inbox = look;
    document.documentElement.style.setProperty("--brand", look.accent);
    the("firm").textContent = look.firm;
    this.greeting = { firm: look.firm, text: look.greeting };
    this.writing.takesFiles(look.files);
    const signIn = look.identified_only && this.ready && !this.isKnown;
    this.writing.shut(look.closed ? this.words["shut"]! : signIn ? this.words["sign_in"]! : "");
    this.clock.set(look.hours, fresh);
    this.stand();
    this.draw();
  }

  /** A chat without a socket asks from time to time; with one it is told. */
  private async askLook(anyway = false): Promise<null> {
    if (!anyway && (!this.ready || this.connection || !this.open || document.hidden || !this.api.token)) return null;
    const { inbox } = await this.api.get<{ inbox: Look }>("look").catch(() => ({ inbox: null }));
    if (inbox) this.wear(inbox, true);
    return null;
  }

  /** Somebody came or went: the line in the head says so, and without an address to answer to a message is left with one. */
  private stand(leaves = this.outbox.items.some((item) => item.contact)): void {
    const { open, next } = this.clock.now;
    const { sentence, day, time } = next === null ? { sentence: "away", day: "", time: "" } : back(next);
    const away = fill(this.words[sentence]!, { day, time });
    const line = open ? (this.answers && this.words[`answers_${this.answers}`]) || "" : away;
    this.away.intro(away, this.inbox.away);
    const hadFocus = the("writing").contains(document.activeElement) || the("away").contains(document.activeElement);
    const was = this.away.isShown;
    this.away.show(!open && !this.inbox.closed && !this.inbox.identified_only && !this.contact.email && !leaves, this.contact);
    const head = this.away.isShown ? "" : line; // the form says it itself
    if (the("standing").textContent !== head) the("standing").textContent = head;
    if (was === this.away.isShown) return;
    this.writing.restore(true);
    if (hadFocus) this.focus();
  }

  private focus(): void {
    if (this.away.isShown) this.away.focus();
    else this.writing.focus();
  }

  /** What the visitor can see is seen; how much is not goes to the badge. */
  private look(): void {
    const unread = this.thread.unread;
    if (unread.length && this.open && !document.hidden && this.scroll.atEnd) {
      this.thread.seen = unread.at(-1)!.seq;
      void this.tellSeen();
    }
    const count = this.thread.unread.length;
    if (count !== this.told) this.bridge.say({ do: "unread", count });
    this.told = count;
  }

  private async tellSeen(): Promise<void> {
    this.seenIsDue = false;
    await this.api.call("PUT", "reading", { seq: this.thread.seen }).catch((error) => (this.seenIsDue = error instanceof Offline));
  }

  private note(sentence = this.sentence()): void {
    const notice = the("notice");
    notice.hidden = !sentence;
    if (notice.textContent !== sentence) notice.textContent = sentence;
  }

  private sentence(): string {
    if (!navigator.onLine || this.connection?.truth.mode === "offline") return this.words["offline"]!;
    if (!this.clock.now.open && this.contact.email) return fill(this.words["answer_to"]!, { email: this.contact.email });
    return this.thread.closed ? this.words["closed"]! : "";
  }

  private wake(): void {
    void this.outbox.flush();
    this.draw();
    this.note();
  }

  private tellTyping(): void {
    if (this.connection) this.typing.tell(this.connection.timings.typing_every, () => this.connection?.signal(this.thread.stream, "typing"));
  }

  /** One of the menu's: it goes away, and what could not be is said. */
  private async choose(act: () => Promise<string>): Promise<void> {
    the("more").hidePopover();
    let sentence = "";
    try {
      sentence = await this.welcome(act());
    } catch (error) {
      sentence = error instanceof Refused ? error.message : this.words["unreachable"]!;
      if (error instanceof Refused && error.code === "no_address") this.details.open();
    }
    this.note(sentence || undefined);
  }

  private async end(): Promise<string> {
    await this.api.call("POST", "closure");
    this.apply({ op: "state", closed: true });
    return "";
  }

  private async save(): Promise<string> {
    download(await this.api.text("transcript?format=html"), "text/html", `${this.inbox.firm}.html`);
    return "";
  }

  private async mail(): Promise<string> {
    const { email } = await this.api.call<{ email: string }>("POST", "transcript");
    return fill(this.words["mailed"]!, { email });
  }

  private rated(rating: Rating): void {
    this.thread.rating = rating;
    this.bridge.say({ do: "rating", score: rating.score });
    this.draw();
  }

  private offer(contact: Contact): void {
    the("more-open").hidden = false;
    this.contact = contact;
    this.stand();
    this.details.offer(contact);
    the("offer").hidden = !!contact.email || !!contact.phone || this.keep.get("declined") === "1";
    if (contact.email || contact.phone) this.keep.set("declined", "1");
  }

  private decline(): void {
    this.keep.set("declined", "1");
    the("offer").hidden = true;
    this.focus();
  }

  /** For the settings: how it looks with a message of each side. */
  private pose(): void {
    const mine = { id: "mine", seq: 1, author: { kind: "visitor" as const }, body: this.words["sample"]!, rich: null, at: Date.now(), edited: false, removed: false, quote: null, reactions: [], attachments: [] };
    this.thread.put(mine);
    this.thread.read = 1;
    this.draw();
  }
}

function pickerWords(words: Record<string, string>): ConstructorParameters<typeof EmojiPicker>[1] {
  const say = (name: string) => words[`emoji_${name}`]!;
  return { title: say("title"), search: say("search"), recent: say("recent"), found: say("found"), none: say("none"), lost: say("lost") };
}
