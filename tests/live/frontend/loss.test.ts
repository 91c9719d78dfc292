import assert from "node:assert/strict";
import { test } from "node:test";
import type { Command } from "../../../live/frontend/session.ts";
import { applied, fact, World } from "./world.ts";

/** A small generator (mulberry32), so that a failing seed can be played again. */
function dice(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A hub that keeps what happened, loses frames on the way, and replays from the cursor it is asked for. */
class Hub {
  head = 0;
  seen: number[] = [];

  constructor(
    private readonly world: World,
    private readonly random: () => number,
  ) {}

  happen(): void {
    this.head += 1;
    if (this.random() > 0.2) this.send(this.head);
    if (this.random() < 0.1) this.send(this.head);
    if (this.random() < 0.05) this.send(Math.max(1, this.head - 3));
  }

  send(q: number): void {
    if (this.world.session.phase === "live") this.obey(this.world.hear(fact("s:1", q)));
  }

  obey(commands: Command[]): void {
    this.seen.push(...applied(commands));
    for (const command of commands) {
      if (command.do !== "say" || command.say.op !== "subscribe") continue;
      const after = command.say.after ?? this.head;
      this.obey(this.world.hear({ op: "subscribed", stream: "s:1", seq: this.head }));
      for (let q = after + 1; q <= this.head; q++) this.send(q);
    }
  }
}

for (let seed = 1; seed <= 200; seed++) {
  test(`whatever is lost, doubled, late or cut, all is seen once and in order (seed ${seed})`, () => {
    const random = dice(seed);
    const world = new World();
    const hub = new Hub(world, random);
    world.session.want("s:1", 0);
    hub.obey(world.live());
    for (let step = 0; step < 120; step++) {
      hub.happen();
      if (random() < 0.05) world.session.closed(1006, world.now);
      if (world.session.phase !== "live") hub.obey(world.live());
      hub.obey(world.pass(1));
    }
    hub.obey(world.hear({ op: "ping", heads: { "s:1": hub.head }, now: world.now }));
    hub.obey(world.pass(3));
    assert.deepEqual(hub.seen, Array.from({ length: hub.head }, (_, place) => place + 1));
    assert.equal(world.mode, "live");
  });
}
