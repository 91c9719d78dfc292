import { Session, type Command } from "../../../live/frontend/session.ts";
import type { Fact, Said } from "../../../live/frontend/wire.ts";

/** A session with a clock of its own; `random` 0.5 makes every delay known. */
export class World {
  now = 1_000_000;
  readonly session = new Session(this.now, () => 0.5);

  /** Brings it to a greeted socket; gives what it said then. */
  live(): Command[] {
    this.session.wake(this.now);
    this.session.ticketed("ticket", this.now);
    this.session.opened(this.now);
    return this.hear({ op: "welcome", v: 1, connection: "c", timings: TIMINGS, now: this.now });
  }

  hear(said: Said): Command[] {
    return this.session.received(said, this.now);
  }

  /** Lets time pass as the shell does, a tick a second. */
  pass(seconds: number, visible = true): Command[] {
    const commands: Command[] = [];
    for (let second = 0; second < seconds; second++) {
      this.now += 1000;
      commands.push(...this.session.tick(this.now, visible));
    }
    return commands;
  }

  /** The machine sleeps: no tick for so long. */
  sleep(seconds: number, visible = true): Command[] {
    this.now += seconds * 1000;
    return this.session.tick(this.now, visible);
  }

  /** A stream that is confirmed at `head` and complete. */
  following(stream: string, head: number): this {
    this.session.want(stream, head);
    this.live();
    this.hear({ op: "subscribed", stream, seq: head });
    return this;
  }

  get mode(): string {
    return this.session.truth(this.now).mode;
  }
}

export const TIMINGS = { ping: 25, pong: 10, typing_every: 3, typing_expires: 6 };

export function fact(stream: string, q: number): Fact {
  return { q, s: stream, t: 5_000_000 + q, op: "upsert", id: `x-${q}`, html: `<li id="x-${q}">` };
}

export function applied(commands: Command[]): number[] {
  return commands.flatMap((command) => (command.do === "apply" ? [command.fact.q] : []));
}

export function says(commands: Command[]): object[] {
  return commands.flatMap((command) => (command.do === "say" ? [command.say] : []));
}
