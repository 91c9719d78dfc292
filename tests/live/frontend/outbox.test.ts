import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Entry, Outcome } from "../../../live/frontend/outbox/entry.ts";
import { Queue } from "../../../live/frontend/outbox/queue.ts";
import type { Store } from "../../../live/frontend/outbox/store.ts";

class Memory implements Store {
  readonly kept = new Map<string, Entry>();
  all = async () => [...this.kept.values()];
  put = async (entry: Entry) => void this.kept.set(entry.id, entry);
  delete = async (id: string) => void this.kept.delete(id);
}

function entry(id: string, url = "/a/", me = "1"): Entry {
  return { id, url, me, fields: [["body", id]], text: id, list: "messages", state: "waiting" };
}

/** An outbox over a network that answers as `answers` says, entry by entry; tells what was tried and heard. */
function set(answers: Record<string, Outcome | "down">, ...entries: Entry[]) {
  const store = new Memory();
  for (const each of entries) store.kept.set(each.id, each);
  const tried: string[] = [];
  const heard: string[] = [];
  const send = async ({ id }: Entry): Promise<Outcome> => {
    tried.push(id);
    const answer = answers[id] ?? { kind: "sent", html: "" };
    if (answer === "down") throw new TypeError("Failed to fetch");
    return answer;
  };
  const teller = {
    sent: ({ id }: Entry) => void heard.push(`sent ${id}`),
    refused: ({ id }: Entry, status: number) => void heard.push(`refused ${id} ${status}`),
    waits: ({ id }: Entry) => void heard.push(`waits ${id}`),
  };
  return { store, tried, heard, answers, queue: new Queue(store, send, teller, "1") };
}

describe("the outbox", () => {
  test("sends in the order of writing, whatever order the store gives", async () => {
    const { queue, tried, store } = set({}, entry("3"), entry("1"), entry("2"));
    assert.equal(await queue.flush(), true);
    assert.deepEqual(tried, ["1", "2", "3"]);
    assert.equal(store.kept.size, 0);
  });

  test("without a network everything is kept and nothing overtakes", async () => {
    const { queue, tried, store, heard, answers } = set({ "1": "down" }, entry("1"), entry("2"));
    assert.equal(await queue.flush(), false);
    assert.deepEqual([tried, heard, store.kept.size], [["1"], ["waits 1"], 2]);
    delete answers["1"];
    assert.equal(await queue.flush(), true);
    assert.deepEqual(tried, ["1", "1", "2"]);
  });

  test("an address that cannot be reached does not hold the others", async () => {
    const { queue, tried } = set({ "1": { kind: "later" } }, entry("1", "/a/"), entry("2", "/b/"));
    assert.equal(await queue.flush(), false);
    assert.deepEqual(tried, ["1", "2"]);
  });

  test("a refusal is kept with its words and not tried again by itself", async () => {
    const { queue, store, heard } = set({ "1": { kind: "refused", status: 409, html: "moved" } }, entry("1"), entry("2"));
    assert.equal(await queue.flush(), true);
    assert.deepEqual(heard, ["refused 1 409", "sent 2"]);
    assert.equal(store.kept.get("1")?.state, "refused");
    assert.equal(store.kept.get("1")?.reason, "moved");
    await queue.flush();
    assert.equal(heard.length, 2);
  });

  test("nobody sends or sees what someone else wrote in this browser", async () => {
    const { queue, tried, store } = set({}, entry("1", "/a/", "2"));
    await queue.flush();
    assert.deepEqual([tried, await queue.mine(), store.kept.size], [[], [], 1]);
  });

  test("what is written while it sends follows", async () => {
    const { queue, store, tried } = set({}, entry("1"));
    const running = queue.flush();
    await store.put(entry("2"));
    await running;
    assert.deepEqual(tried, ["1", "2"]);
  });
});
