import type { Fact } from "./wire.ts";

/** What to do with a fact that arrived on a stream. */
export type Verdict = "apply" | "known" | "gap" | "later";

/**
 * One stream as this page knows it: how far it has come (`cursor`), how far the stream is (`head`).
 * Pure: no clock, no socket, no document.
 */
export class Subscription {
  /** How many elements show this stream. */
  count = 0;
  head = 0;
  /** The server has confirmed and is sending. */
  confirmed = false;
  denied = false;
  /** The past could not be replayed: the part is being fetched anew, and facts wait for it. */
  reloading = false;
  /** A ping told of a head that has not come; when it was told. */
  suspected: number | null = null;
  private waiting: Fact[] = [];
  private resetAt = 0;

  constructor(
    readonly stream: string,
    public cursor: number | null,
  ) {}

  get isComplete(): boolean {
    return this.denied || (this.confirmed && !this.reloading && this.cursor !== null && this.cursor >= this.head);
  }

  confirm(head: number): void {
    this.confirmed = true;
    this.denied = false;
    this.head = Math.max(this.head, head);
    this.cursor ??= head;
  }

  meet(fact: Fact): Verdict {
    this.head = Math.max(this.head, fact.q);
    if (this.reloading) {
      this.waiting.push(fact);
      return "later";
    }
    if (this.cursor === null || fact.q <= this.cursor) return "known";
    if (fact.q > this.cursor + 1) return "gap";
    this.cursor = fact.q;
    if (this.cursor >= this.head) this.suspected = null;
    return "apply";
  }

  reset(head: number): void {
    this.head = this.resetAt = head;
    this.reloading = true;
    this.waiting = [];
  }

  /** The part was fetched as it stood at `cursor`; gives back what came meanwhile. */
  reloaded(cursor: number | null): Fact[] {
    this.reloading = false;
    this.suspected = null;
    this.cursor = cursor ?? this.resetAt;
    return this.waiting.splice(0);
  }

  /** The socket is gone: nothing is confirmed any more. */
  lost(): void {
    this.confirmed = false;
    this.suspected = null;
  }
}
