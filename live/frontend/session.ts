import { delay } from "./backoff.ts";
import { Subscription } from "./subscription.ts";
import { CLOSED, isFact, type Fact, type Said, type Say, type Signal, type Timings, type Who } from "./wire.ts";

/** What the shell does for the session: the socket, the ticket, the document. */
export type Command =
  | { do: "ask" }
  | { do: "open" }
  | { do: "say"; say: Say }
  | { do: "close" }
  | { do: "apply"; fact: Fact }
  | { do: "signal"; signal: Signal }
  | { do: "present"; stream: string; present: Who[] }
  | { do: "reload"; stream: string }
  | { do: "denied"; stream: string };

export type Mode = "live" | "catching-up" | "offline" | "ended";
export interface Truth {
  mode: Mode;
  /** Server time, in ms, up to which this page has seen everything; null before the first time. */
  completeTo: number | null;
}

type Phase = "waiting" | "asking" | "opening" | "greeting" | "live" | "ended";

export const SILENCE = 35_000;
export const OFFLINE_AFTER = 5_000;
export const OPEN_WITHIN = 10_000;
export const STEADY_AFTER = 10_000;
export const SUSPECT_FOR = 1_000;
/** Ticks come each second; a hole this long in a visible page means that the machine slept. */
export const SLEPT = 10_000;

/**
 * The page's side of the protocol, without clock, socket or document: each input gives the commands that follow from it.
 */
export class Session {
  phase: Phase = "waiting";
  timings: Timings = { ping: 25, pong: 10, typing_every: 3, typing_expires: 6 };
  readonly streams = new Map<string, Subscription>();
  private attempts = 0;
  private due: number;
  private since: number;
  private heard: number;
  private downSince: number;
  private goAt = Infinity;
  private ticked: number;
  /** The latest moment the server spoke of. */
  private spoken = 0;
  private completeTo: number | null = null;

  constructor(
    now: number,
    private readonly random: () => number = Math.random,
  ) {
    this.due = this.since = this.heard = this.downSince = this.ticked = now;
  }

  truth(now: number): Truth {
    return { mode: this.mode(now), completeTo: this.completeTo };
  }

  /** An element shows `stream` as it stood at `after` (null: from now on). */
  want(stream: string, after: number | null): Command[] {
    const known = this.streams.get(stream);
    const subscription = known ?? new Subscription(stream, after);
    this.streams.set(stream, subscription);
    subscription.count += 1;
    return known ? this.rewind(stream, after) : this.subscribe(subscription);
  }

  /** Something on the page shows an older state than others do: what it missed is replayed, harmlessly, to all. */
  rewind(stream: string, after: number | null): Command[] {
    const subscription = this.streams.get(stream);
    if (!subscription || subscription.reloading || after === null) return [];
    if (subscription.cursor !== null && after >= subscription.cursor) return [];
    subscription.cursor = after;
    return this.subscribe(subscription);
  }

  unwant(stream: string): Command[] {
    const subscription = this.streams.get(stream);
    if (!subscription || --subscription.count > 0) return [];
    this.streams.delete(stream);
    return this.phase === "live" ? [{ do: "say", say: { op: "unsubscribe", stream } }] : [];
  }

  signal(stream: string, kind: string, data: Record<string, unknown>): Command[] {
    if (this.phase !== "live" || !this.streams.get(stream)?.confirmed) return [];
    return [{ do: "say", say: { op: "signal", stream, kind, data } }];
  }

  ticketed(ticket: string, now: number): Command[] {
    if (this.phase !== "asking") return [];
    this.enter("opening", now);
    this.hello = { op: "hello", v: 1, ticket };
    return [{ do: "open" }];
  }

  /** No ticket: `ended` when the server says that this person is not signed in any more. */
  unticketed(ended: boolean, now: number): Command[] {
    if (this.phase !== "asking") return [];
    if (ended) return this.end(now);
    return this.lose(now);
  }

  opened(now: number): Command[] {
    if (this.phase !== "opening" || !this.hello) return [];
    this.enter("greeting", now);
    this.heard = now;
    return [{ do: "say", say: this.hello }];
  }

  closed(code: number, now: number): Command[] {
    if (this.phase === "waiting" || this.phase === "ended" || this.phase === "asking") return [];
    if (code === CLOSED.ended) return this.end(now);
    if (code === CLOSED.badFrame || code === CLOSED.tooMany || code === CLOSED.tooLarge) this.attempts = Math.max(this.attempts, 3);
    return this.lose(now);
  }

  /** Visible again, online again: do not wait out the back-off, and do not trust a socket that may be dead. */
  wake(now: number): Command[] {
    if (this.phase === "waiting") this.due = now;
    else if (this.phase === "live" && now - this.heard > SILENCE) return [...this.drop(now, now), ...this.tick(now, true)];
    return this.tick(now, true);
  }

  tick(now: number, visible: boolean): Command[] {
    const slept = visible && now - this.ticked > SLEPT;
    this.ticked = now;
    if (this.phase === "waiting") return now >= this.due || slept ? this.ask(now) : [];
    if (this.phase === "ended") return [];
    if (this.phase !== "live") return now - this.since > OPEN_WITHIN ? this.drop(now) : [];
    if (slept || now >= this.goAt) return [...this.drop(now, now), ...this.ask(now)];
    if (now - this.heard > SILENCE) return this.drop(now);
    if (now - this.since > STEADY_AFTER) this.attempts = 0;
    return this.suspects(now);
  }

  received(said: Said, now: number): Command[] {
    this.heard = now;
    const spoken = "t" in said ? said.t : "now" in said ? said.now : 0;
    if (typeof spoken === "number") this.spoken = Math.max(this.spoken, spoken);
    const commands = this.understand(said, now);
    if (this.phase === "live" && this.isComplete) this.completeTo = this.spoken || null;
    return commands;
  }

  /** The shell fetched a part anew, as it stood at `cursor` (null: it shows no past); facts that came meanwhile follow. */
  reloaded(stream: string, cursor: number | null, now: number): Command[] {
    const subscription = this.streams.get(stream);
    if (!subscription?.reloading) return [];
    const commands = subscription.reloaded(cursor).flatMap((fact) => this.understand(fact, now));
    return subscription.confirmed ? commands : [...commands, ...this.subscribe(subscription)];
  }

  private hello: Say | null = null;

  private understand(said: Said, now: number): Command[] {
    if (isFact(said)) return this.fact(said);
    switch (said.op) {
      case "welcome":
        this.enter("live", now);
        this.timings = said.timings;
        return [...this.streams.values()].flatMap((subscription) => this.subscribe(subscription));
      case "subscribed":
        this.streams.get(said.stream)?.confirm(said.seq);
        return said.present ? [{ do: "present", stream: said.stream, present: said.present }] : [];
      case "denied":
        return this.deny(said.stream);
      case "reset":
        return this.reset(said.stream, said.seq);
      case "signal":
        return [{ do: "signal", signal: said }];
      case "ping":
        return this.ping(said.heads, now);
      case "go":
        this.goAt = now + said.in * 1000;
        return [];
      default:
        return [];
    }
  }

  private fact(fact: Fact): Command[] {
    const subscription = this.streams.get(fact.s);
    if (!subscription) return [];
    const verdict = subscription.meet(fact);
    if (verdict === "apply") return [{ do: "apply", fact }];
    return verdict === "gap" && subscription.confirmed ? this.subscribe(subscription) : [];
  }

  private ping(heads: Record<string, number>, now: number): Command[] {
    for (const [stream, head] of Object.entries(heads)) {
      const subscription = this.streams.get(stream);
      if (!subscription?.confirmed || subscription.reloading || subscription.cursor === null) continue;
      subscription.head = Math.max(subscription.head, head);
      if (subscription.cursor < head) subscription.suspected ??= now;
    }
    return [{ do: "say", say: { op: "pong" } }];
  }

  /** A head was told of and its facts have not come: they were lost silently, so ask again. */
  private suspects(now: number): Command[] {
    return [...this.streams.values()]
      .filter((subscription) => subscription.suspected !== null && now - subscription.suspected > SUSPECT_FOR)
      .flatMap((subscription) => this.subscribe(subscription));
  }

  private deny(stream: string): Command[] {
    const subscription = this.streams.get(stream);
    if (!subscription) return [];
    subscription.denied = true;
    return [{ do: "denied", stream }];
  }

  private reset(stream: string, head: number): Command[] {
    const subscription = this.streams.get(stream);
    if (!subscription) return [];
    subscription.reset(head);
    return [{ do: "reload", stream }];
  }

  private subscribe(subscription: Subscription): Command[] {
    subscription.lost();
    if (this.phase !== "live" || subscription.reloading) return [];
    return [{ do: "say", say: { op: "subscribe", stream: subscription.stream, after: subscription.cursor } }];
  }

  private ask(now: number): Command[] {
    this.enter("asking", now);
    return [{ do: "ask" }];
  }

  private end(now: number): Command[] {
    const commands: Command[] = this.phase === "asking" ? [] : [{ do: "close" }];
    this.enter("ended", now);
    return commands;
  }

  private drop(now: number, due?: number): Command[] {
    return [{ do: "close" }, ...this.lose(now, due)];
  }

  private lose(now: number, due?: number): Command[] {
    if (this.phase === "live") this.downSince = now;
    this.attempts += 1;
    this.enter("waiting", now);
    this.due = due ?? now + delay(this.attempts, this.random);
    this.goAt = Infinity;
    for (const subscription of this.streams.values()) subscription.lost();
    return [];
  }

  private enter(phase: Phase, now: number): void {
    this.phase = phase;
    this.since = now;
  }

  private mode(now: number): Mode {
    if (this.phase === "ended") return "ended";
    if (this.phase !== "live") return now - this.downSince >= OFFLINE_AFTER ? "offline" : "catching-up";
    return this.isComplete ? "live" : "catching-up";
  }

  private get isComplete(): boolean {
    return [...this.streams.values()].every((subscription) => subscription.isComplete);
  }
}
