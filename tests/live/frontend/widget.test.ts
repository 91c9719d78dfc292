import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import { Offline, Refused } from "../../../inbox/frontend/widget/chat/api.ts";
import { Clock, standing } from "../../../inbox/frontend/widget/chat/opening.ts";
import { initials } from "../../../inbox/frontend/widget/chat/face.ts";
import { Outbox } from "../../../inbox/frontend/widget/chat/outbox.ts";
import type { Conversation, Message } from "../../../inbox/frontend/widget/chat/shapes.ts";
import { Thread, type Pending } from "../../../inbox/frontend/widget/chat/thread.ts";

function message(seq: number, kind: "agent" | "visitor" = "agent"): Message {
  return { id: `m${seq}`, seq, author: { kind, name: "Bob" }, body: `${seq}`, at: seq, rich: null, edited: false, removed: false, quote: null, reactions: [], attachments: [] };
}

function conversation(from: number, to: number, more = false): Conversation {
  const messages = Array.from({ length: to - from + 1 }, (_, place) => message(from + place));
  return { id: "c", stream: "visitor:c", after: 0, closed: false, rating: null, read: 0, seen: 0, messages, more };
}

const seqs = (thread: Thread) => thread.messages.map(({ seq }) => seq);

describe("the thread", () => {
  test("a fact that comes twice changes nothing, and order is by number", () => {
    const thread = new Thread();
    for (const seq of [2, 1, 2, 3]) thread.apply({ op: "upsert", kind: "message", message: message(seq) });
    assert.deepEqual(seqs(thread), [1, 2, 3]);
  });

  test("cursors only go forward", () => {
    const thread = new Thread();
    thread.load(conversation(1, 5));
    for (const seq of [3, 2]) thread.apply({ op: "seen", seq });
    for (const seq of [4, 1]) thread.apply({ op: "read", seq });
    assert.deepEqual([thread.seen, thread.read], [3, 4]);
    assert.deepEqual(thread.unread.map(({ seq }) => seq), [4, 5]);
  });

  test("one's own message means that all before it was seen", () => {
    const thread = new Thread();
    thread.load(conversation(1, 3));
    thread.put(message(4, "visitor"));
    assert.deepEqual(thread.unread, []);
  });

  test("older pages go before, and a page that does not touch takes the place of all", () => {
    const thread = new Thread();
    thread.load(conversation(31, 60, true));
    thread.prepend(conversation(1, 30));
    assert.equal(seqs(thread).length, 60);
    assert.equal(thread.more, false);
    thread.replace(conversation(100, 129, true));
    assert.equal(thread.oldest, 100);
    assert.equal(thread.more, true);
    thread.replace(conversation(120, 131, true));
    assert.equal(seqs(thread).length, 32);
  });
});

class Shelf {
  readonly kept = new Map<string, string>();
  all = (word: string) => [...this.kept].filter(([name]) => name.startsWith(`${word} `)).map(([, value]) => value);
  set = (name: string, value: string | null) => void (value === null ? this.kept.delete(name) : this.kept.set(name, value));
}

function item(id: string): Pending {
  return { id, body: id, files: [], at: 0, failed: "" };
}

function box(shelf: Shelf, answer: (item: Pending) => Promise<void>) {
  const tried: string[] = [];
  const outbox = new Outbox(
    (each) => {
      tried.push(each.id);
      return answer(each);
    },
    shelf,
    () => undefined,
  );
  return { outbox, tried };
}

describe("the outbox", () => {
  test("sends in order, one after the other, and forgets what arrived", async () => {
    const shelf = new Shelf();
    const { outbox, tried } = box(shelf, async () => undefined);
    outbox.add(item("a"));
    outbox.add(item("b"));
    await outbox.flush();
    await new Promise(setImmediate);
    assert.deepEqual(tried, ["a", "b"]);
    assert.equal(shelf.kept.size, 0);
  });

  test("keeps everything while there is no connection, also for the next page", async () => {
    const shelf = new Shelf();
    const away = box(shelf, async () => {
      throw new Offline();
    });
    away.outbox.add(item("b"));
    away.outbox.add(item("a"));
    await new Promise(setImmediate);
    assert.equal(shelf.kept.size, 2);
    const next = box(shelf, async () => undefined);
    next.outbox.load();
    await next.outbox.flush();
    assert.deepEqual(next.tried, ["a", "b"]);
    away.outbox.discard("a");
    away.outbox.discard("b");
    await away.outbox.flush();
  });

  test("a refusal stands with its sentence and lets the others pass", async () => {
    const shelf = new Shelf();
    const { outbox, tried } = box(shelf, async ({ id }) => {
      if (id === "a") throw new Refused(422, "empty", "There is nothing to send yet.", 0);
    });
    outbox.add(item("a"));
    outbox.add(item("b"));
    await new Promise(setImmediate);
    await outbox.flush();
    assert.deepEqual(tried, ["a", "b"]);
    assert.deepEqual(outbox.items.map(({ id, failed }) => [id, failed]), [["a", "There is nothing to send yet."]]);
  });

  test("“later” is not “no”", async () => {
    const shelf = new Shelf();
    const { outbox } = box(shelf, async () => {
      throw new Refused(503, "lost", "Try again in a minute.", 0);
    });
    outbox.add(item("a"));
    await new Promise(setImmediate);
    assert.equal(outbox.items[0]?.failed, "");
    outbox.discard("a");
    await outbox.flush();
  });
});

test("faces without a photo have at most two letters", () => {
  assert.deepEqual(["Bob Brandt", "Acme", "  ", "de la Cruz (Ana)", "Åsa Öberg"].map(initials), ["BB", "A", "", "DC", "ÅÖ"]);
});

describe("the hours", () => {
  test("each change that has passed turns them, and the next one is known", () => {
    const opening = { at: 0, open: true, changes: [10, 20, 30] };
    const said = [9, 10, 25, 30].map((now) => standing(opening, now));
    assert.deepEqual(said, [
      { open: true, next: 10 },
      { open: false, next: 20 },
      { open: true, next: 30 },
      { open: false, next: null },
    ]);
  });

  test("an open chat turns at the minute by the server's clock, and asks again when no change is known", () => {
    mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
    const said: string[] = [];
    const clock = new Clock(() => said.push(clock.now.open ? "open" : "away"), () => said.push("asks"));
    clock.set({ at: 2_000_000, open: true, changes: [2_060_000, 2_120_000] }, true);
    mock.timers.tick(59_000);
    assert.deepEqual(said, []);
    mock.timers.tick(1_100);
    mock.timers.tick(60_000);
    assert.deepEqual(said, ["away", "open", "asks"]);
    clock.set(null, true);
    mock.timers.tick(10_000_000);
    assert.equal(said.length, 3);
    assert.equal(clock.now.open, true);
    mock.timers.reset();
  });
});
