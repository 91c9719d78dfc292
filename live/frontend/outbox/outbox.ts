import { delay } from "../backoff.ts";
import { post } from "../fetch.ts";
import { me } from "../me.ts";
import { body, type Entry, type Outcome } from "./entry.ts";
import { Queue } from "./queue.ts";
import { openStore, type Store } from "./store.ts";

/**
 * This page's outbox. Forms hear of their entries by `outbox:sent`, `outbox:refused`, `outbox:waits`, `outbox:gone` on the
 * document, in every tab of this browser: the one that sends is seldom the one that wrote.
 */
export class Outbox {
  private readonly store: Promise<Store> = openStore();
  private readonly queue: Promise<Queue> = this.store.then((store) => new Queue(store, send, TELLER, me().id));
  private running = false;
  private again = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    addEventListener("online", () => void this.flush());
    document.addEventListener("live:truth", (event) => {
      if ((event as CustomEvent<{ mode: string }>).detail.mode === "live") void this.flush();
    });
  }

  /** Rejects where this browser cannot keep it. */
  async add(entry: Entry): Promise<void> {
    await (await this.store).put(entry);
    void this.flush();
  }

  async of(url: string): Promise<Entry[]> {
    return (await (await this.queue).mine()).filter((entry) => entry.url === url);
  }

  async retry(entry: Entry): Promise<void> {
    await this.add({ ...entry, state: "waiting" });
  }

  async discard(entry: Entry): Promise<void> {
    await (await this.store).delete(entry.id);
    tell("gone", { entry });
  }

  /** One flush at a time, in one tab at a time; what comes meanwhile follows at once. */
  async flush(): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    let done = false;
    try {
      while (this.again) {
        this.again = false;
        done = await alone(async () => (await this.queue).flush());
      }
    } catch {
      done = false; // the browser's store or lock failed: what is kept is tried again
    } finally {
      this.running = false;
    }
    this.tries = done ? 0 : this.tries + 1;
    if (!done) this.timer = setTimeout(() => void this.flush(), 1000 + delay(this.tries, Math.random));
  }
}

async function alone(work: () => Promise<boolean>): Promise<boolean> {
  return "locks" in navigator ? await navigator.locks.request("outbox", work) : work(); // plain HTTP has no locks
}

async function send(entry: Entry): Promise<Outcome> {
  const answer = await post(entry.url, body(entry), { "HX-Request": "true" });
  const html = await answer.text();
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) return { kind: "later" };
  if (answer.redirected && new URL(answer.url).pathname.startsWith("/accounts/")) return { kind: "later" };
  return answer.ok ? { kind: "sent", html } : { kind: "refused", status: answer.status, html };
}

type Told = { entry: Entry };

const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("outbox") : null;
tabs?.addEventListener("message", ({ data: { name, detail } }: MessageEvent<{ name: string; detail: Told }>) => {
  if (detail.entry.me === me().id) say(name, { ...detail, elsewhere: true });
});

function tell(name: string, detail: Told & Record<string, unknown>): void {
  say(name, detail);
  tabs?.postMessage({ name, detail });
}

function say(name: string, detail: object): void {
  document.dispatchEvent(new CustomEvent(`outbox:${name}`, { detail }));
}

const TELLER = {
  sent: (entry: Entry, html: string) => tell("sent", { entry, html }),
  refused: (entry: Entry, status: number, html: string) => tell("refused", { entry, status, html }),
  waits: (entry: Entry) => tell("waits", { entry }),
};

let one: Outbox | undefined;

export function outbox(): Outbox {
  return (one ??= new Outbox());
}
