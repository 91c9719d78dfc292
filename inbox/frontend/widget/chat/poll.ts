import type { Line } from "../../../../live/frontend/connection.ts";
import type { Said, Say } from "../../../../live/frontend/wire.ts";

interface Answer {
  pass: string;
  said: Said[];
  now: number;
}

/** A little longer than the server lets a request wait. */
const PATIENCE = 35_000;
const CODES: Record<number, number> = { 400: 4400, 401: 4401, 403: 4403, 429: 4429 };

/**
 * The socket's words over requests that wait: one is always on its way, and says how far each stream has come. What was answered and
 * lost on the way is asked for again, so nothing is lost and nothing comes twice.
 */
export class PollLine implements Line {
  readyState: number = WebSocket.CONNECTING;
  onopen: Line["onopen"] = null;
  onmessage: Line["onmessage"] = null;
  onclose: Line["onclose"] = null;
  private ticket = "";
  private pass = "";
  private readonly streams = new Map<string, number | null>();
  /** Streams of which the server has said that it listens. */
  private readonly confirmed = new Set<string>();
  private signals: Say[] = [];
  private asking: AbortController | null = null;
  private due = false;

  constructor(
    private readonly url: string,
    private readonly failed: () => void,
  ) {
    setTimeout(() => {
      if (this.readyState !== WebSocket.CONNECTING) return;
      this.readyState = WebSocket.OPEN;
      this.onopen?.call(this as unknown as WebSocket, new Event("open"));
    });
  }

  send(text: string): void {
    const say = JSON.parse(text) as Say;
    if (say.op === "pong") return;
    if (say.op === "hello") this.ticket = say.ticket;
    if (say.op === "subscribe") {
      this.streams.set(say.stream, say.after);
      this.confirmed.delete(say.stream);
    }
    if (say.op === "unsubscribe") this.streams.delete(say.stream);
    if (say.op === "signal") this.signals.push(say);
    this.askSoon();
  }

  close(): void {
    this.readyState = WebSocket.CLOSED;
    this.asking?.abort();
  }

  /** Over, as a socket closes with `code`. */
  end(code: number): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.close();
    this.onclose?.call(this as unknown as WebSocket, new CloseEvent("close", { code }));
  }

  /** What is said in the same moment goes out together, in place of the request that waits. */
  private askSoon(): void {
    if (this.due) return;
    this.due = true;
    setTimeout(() => {
      this.due = false;
      // While the ticket is being used its answer holds the pass: cutting it off would lose both.
      if (this.asking && !this.pass) return;
      this.asking?.abort();
      void this.ask();
    }, 20);
  }

  private async ask(): Promise<void> {
    if (this.readyState !== WebSocket.OPEN) return;
    const asking = (this.asking = new AbortController());
    const signals = this.signals.splice(0);
    const who = this.pass ? { pass: this.pass } : { ticket: this.ticket };
    const body = JSON.stringify({ v: 1, ...who, streams: Object.fromEntries(this.streams), say: signals });
    let answer: Response;
    try {
      const signal = AbortSignal.any([asking.signal, AbortSignal.timeout(PATIENCE)]);
      answer = await fetch(this.url, { method: "POST", body, headers: { "Content-Type": "application/json" }, credentials: "omit", signal });
      if (!answer.ok) return this.asking === asking ? this.end(CODES[answer.status] ?? 1006) : undefined;
      const said = (await answer.json()) as Answer;
      if (this.asking === asking) this.take(said);
    } catch {
      if (this.asking !== asking || this.readyState !== WebSocket.OPEN) return;
      this.failed();
      this.end(1006);
    }
  }

  private take({ pass, said, now }: Answer): void {
    this.pass = pass;
    this.asking = null;
    for (const each of said) this.passOn(each);
    if (!said.some((each) => each.op !== "subscribed")) this.hear({ op: "ping", heads: {}, now });
    this.askSoon();
  }

  private passOn(said: Said): void {
    if ("q" in said) this.streams.set(String(said.s), Math.max(Number(said.q), this.streams.get(String(said.s)) ?? 0));
    else if (said.op === "denied") this.streams.delete(said.stream);
    else if (said.op === "reset") this.streams.set(said.stream, Number(said.seq));
    else if (said.op === "subscribed") {
      if (this.streams.get(said.stream) === null) this.streams.set(said.stream, Number(said.seq));
      if (this.confirmed.has(said.stream)) return;
      this.confirmed.add(said.stream);
    }
    this.hear(said);
  }

  private hear(said: Said): void {
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent("message", { data: JSON.stringify(said) }));
  }
}
