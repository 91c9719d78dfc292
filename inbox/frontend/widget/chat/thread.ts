import type { Conversation, Message, Rating, VisitorFact } from "./shapes.ts";

/** A message on its way: in the outbox until the server has it. */
export interface Pending {
  id: string;
  body: string;
  files: { receipt: string; file: import("./shapes.ts").SentFile }[];
  at: number;
  /** Why it was refused; empty while it is on its way. */
  failed: string;
  /** Left while nobody was there. */
  contact?: { name: string; email: string };
  /** The chat's own message that it answers. */
  answers?: string;
}

/** The conversation as this browser knows it. Pure: facts in, questions answered; applying a fact twice is harmless. */
export class Thread {
  stream = "";
  closed = false;
  rating: Rating | null = null;
  more = false;
  /** Grows with all that comes or changes. */
  moves = 0;
  /** The firm has read my messages up to here; I have seen theirs up to there. */
  read = 0;
  seen = 0;
  private readonly known = new Map<string, Message>();

  load(conversation: Conversation): void {
    this.stream = conversation.stream;
    this.closed = conversation.closed;
    this.rating = conversation.rating;
    this.read = Math.max(this.read, conversation.read);
    this.seen = Math.max(this.seen, conversation.seen);
    if (!this.known.size) this.more = conversation.more;
    for (const message of conversation.messages) this.put(message);
  }

  /** An older page was read. */
  prepend(conversation: Conversation): void {
    this.more = conversation.more;
    for (const message of conversation.messages) this.put(message);
  }

  /** The stream could not be replayed and the newest page was read anew: what does not touch it is left out. */
  replace(conversation: Conversation): void {
    const first = conversation.messages[0]?.seq ?? 1;
    if (first > this.newest + 1) {
      this.known.clear();
      this.more = conversation.more;
    }
    this.load(conversation);
  }

  /** It was merged with another: every number may be another one. */
  begin(conversation: Conversation): void {
    this.known.clear();
    this.read = this.seen = 0;
    this.load(conversation);
  }

  /** Another conversation takes its place. */
  clear(): void {
    this.known.clear();
    this.read = this.seen = 0;
    this.more = this.closed = false;
  }

  put(message: Message): void {
    this.moves += 1;
    this.known.set(message.id, message);
    if (message.author.kind === "visitor") this.seen = Math.max(this.seen, message.seq);
  }

  apply(fact: VisitorFact): void {
    this.moves += 1;
    if (fact.op === "upsert") this.put(fact.message);
    else if (fact.op === "state") this.close(fact.closed);
    else if (fact.op === "rated") this.rating = fact.rating;
    else if (fact.op === "look") return;
    else if (fact.op === "read") this.read = Math.max(this.read, fact.seq);
    else if (fact.op === "seen") this.seen = Math.max(this.seen, fact.seq);
  }

  /** Each closing is asked about anew. */
  close(closed: boolean): void {
    if (closed !== this.closed) this.rating = null;
    this.closed = closed;
  }

  has(id: string): boolean {
    return this.known.has(id);
  }

  get messages(): Message[] {
    return [...this.known.values()].sort((one, other) => one.seq - other.seq);
  }

  get oldest(): number {
    return this.messages[0]?.seq ?? 0;
  }

  get newest(): number {
    return Math.max(0, ...[...this.known.values()].map((message) => message.seq));
  }

  get unread(): Message[] {
    return this.messages.filter((message) => message.author.kind === "agent" && !message.removed && message.seq > this.seen);
  }
}
