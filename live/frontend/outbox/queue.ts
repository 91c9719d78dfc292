import type { Entry, Outcome } from "./entry.ts";
import type { Store } from "./store.ts";

export interface Teller {
  sent(entry: Entry, html: string): void;
  refused(entry: Entry, status: number, html: string): void;
  /** No connection, or a server that could not answer: the entry waits. */
  waits(entry: Entry): void;
}

/**
 * Sends what waits: one address after the other in order, each entry until the server has it or refuses it.
 * Knows neither document nor network: `send` tries one entry, `teller` hears what became of it.
 */
export class Queue {
  constructor(
    private readonly store: Store,
    private readonly send: (entry: Entry) => Promise<Outcome>,
    private readonly teller: Teller,
    private readonly me: string,
  ) {}

  async mine(): Promise<Entry[]> {
    const entries = await this.store.all();
    return entries.filter((entry) => entry.me === this.me).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** True when nothing waits any more. */
  async flush(): Promise<boolean> {
    const blocked = new Set<string>();
    for (;;) {
      const next = (await this.mine()).find((entry) => entry.state === "waiting" && !blocked.has(entry.url));
      if (!next) return blocked.size === 0;
      if (!(await this.attempt(next))) blocked.add(next.url);
    }
  }

  private async attempt(entry: Entry): Promise<boolean> {
    const outcome = await this.send(entry).catch((): Outcome => ({ kind: "later" }));
    if (outcome.kind === "later") {
      this.teller.waits(entry);
      return false;
    }
    if (outcome.kind === "sent") {
      await this.store.delete(entry.id);
      this.teller.sent(entry, outcome.html);
    } else {
      await this.store.put({ ...entry, state: "refused", reason: outcome.html, status: outcome.status });
      this.teller.refused(entry, outcome.status, outcome.html);
    }
    return true;
  }
}
