import { Offline, Refused } from "./api.ts";
import type { Pending } from "./thread.ts";

/**
 * Messages that were written and are not with the server yet, kept over reloads. Each goes out under its own id until it is
 * confirmed, one after the other, so it arrives once and in order whatever happens on the way.
 */
export class Outbox {
  items: Pending[] = [];
  private sending = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;

  constructor(
    private readonly deliver: (item: Pending) => Promise<void>,
    private readonly kept: Shelf,
    private readonly changed: () => void,
    /** Whether a refused item goes back to where it was written, instead of staying here with its sentence. */
    private readonly takesBack: (item: Pending, refusal: Refused) => boolean = () => false,
  ) {}

  /** Take up what an earlier page left. */
  load(): void {
    const left = this.kept.all("outbox").flatMap((text) => parse(text));
    const known = new Set(this.items.map((item) => item.id));
    this.items = [...this.items, ...left.filter((item) => !known.has(item.id))].sort((one, other) => (one.id < other.id ? -1 : 1));
    this.changed();
  }

  add(item: Pending): void {
    this.items.push(item);
    this.keep(item);
    void this.flush();
  }

  retry(id: string): void {
    const item = this.items.find((each) => each.id === id);
    if (!item) return;
    item.failed = "";
    this.keep(item);
    void this.flush();
  }

  discard(id: string): void {
    this.items = this.items.filter((item) => item.id !== id);
    this.kept.set(`outbox ${id}`, null);
    this.changed();
  }

  /** Try now, and again with growing pauses while there is no connection. */
  async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.timer);
    try {
      for (let item = this.next; item; item = this.next) await this.send(item);
      this.tries = 0;
    } catch (error) {
      const wait = error instanceof Refused && error.wait ? error.wait * 1_000 : Math.min(30_000, 1_000 * 2 ** this.tries++);
      this.timer = setTimeout(() => this.flush(), wait * (0.75 + Math.random() / 2));
    }
    this.sending = false;
  }

  private get next(): Pending | undefined {
    return this.items.find((item) => !item.failed);
  }

  private async send(item: Pending): Promise<void> {
    try {
      await this.deliver(item);
      this.discard(item.id);
    } catch (error) {
      if (error instanceof Offline || (error instanceof Refused && error.passes)) throw error;
      if (error instanceof Refused && this.takesBack(item, error)) return this.discard(item.id);
      item.failed = error instanceof Error ? error.message : String(error);
      this.keep(item);
    }
  }

  private keep(item: Pending): void {
    this.kept.set(`outbox ${item.id}`, JSON.stringify(item));
    this.changed();
  }
}

/** Each item has a place of its own, so that two tabs do not write over each other. */
export interface Shelf {
  all(name: string): string[];
  set(name: string, value: string | null): void;
}

function parse(kept: string): Pending[] {
  try {
    return [JSON.parse(kept) as Pending];
  } catch {
    return [];
  }
}
