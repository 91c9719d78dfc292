import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Session } from "../../../live/frontend/session.ts";
import { applied, fact, says, World } from "./world.ts";

const S = "conversation:7";

describe("coming in", () => {
  test("asks for a ticket at once, says hello, then subscribes with its cursor", () => {
    const session = new Session(0);
    session.want(S, 12);
    assert.deepEqual(session.wake(0), [{ do: "ask" }]);
    assert.deepEqual(session.ticketed("t", 1), [{ do: "open" }]);
    assert.deepEqual(says(session.opened(2)), [{ op: "hello", v: 1, ticket: "t" }]);
    const world = new World();
    world.session.want(S, 12);
    assert.deepEqual(says(world.live()), [{ op: "subscribe", stream: S, after: 12 }]);
  });

  test("a stream that states no past starts from the head", () => {
    const world = new World();
    world.session.want(S, null);
    world.live();
    world.hear({ op: "subscribed", stream: S, seq: 40 });
    assert.deepEqual(applied(world.hear(fact(S, 41))), [41]);
  });

  test("no ticket because the person is signed out ends it; any other reason tries again", () => {
    const world = new World();
    world.session.wake(world.now);
    assert.deepEqual(world.session.unticketed(false, world.now), []);
    assert.equal(world.session.phase, "waiting");
    world.pass(3);
    world.session.unticketed(true, world.now);
    assert.equal(world.mode, "ended");
    assert.deepEqual(world.pass(100), []);
  });
});

describe("in order, once, without a gap", () => {
  test("facts are applied in order and doubles are dropped", () => {
    const world = new World().following(S, 3);
    assert.deepEqual([3, 4, 4, 5].flatMap((q) => applied(world.hear(fact(S, q)))), [4, 5]);
  });

  test("a gap asks for what is missing, once, and applies nothing out of order", () => {
    const world = new World().following(S, 3);
    assert.deepEqual(says(world.hear(fact(S, 6))), [{ op: "subscribe", stream: S, after: 3 }]);
    assert.deepEqual(world.hear(fact(S, 7)), []);
    assert.equal(world.mode, "catching-up");
    world.hear({ op: "subscribed", stream: S, seq: 7 });
    assert.deepEqual([4, 5, 6, 7].flatMap((q) => applied(world.hear(fact(S, q)))), [4, 5, 6, 7]);
    assert.equal(world.mode, "live");
  });

  test("an element that shows an older state makes the stream replay from there", () => {
    const world = new World().following(S, 9);
    assert.deepEqual(says(world.session.want(S, 5)), [{ op: "subscribe", stream: S, after: 5 }]);
    assert.deepEqual(world.session.want(S, 9), []);
  });

  test("an element that states its past makes one that stated none begin there", () => {
    const world = new World();
    world.session.want(S, null);
    world.live();
    assert.deepEqual(says(world.session.want(S, 5)), [{ op: "subscribe", stream: S, after: 5 }]);
    world.hear({ op: "subscribed", stream: S, seq: 9 });
    assert.deepEqual(applied(world.hear(fact(S, 6))), [6]);
  });

  test("a stream is given up when the last element that shows it goes", () => {
    const world = new World().following(S, 1);
    world.session.want(S, 1);
    assert.deepEqual(world.session.unwant(S), []);
    assert.deepEqual(says(world.session.unwant(S)), [{ op: "unsubscribe", stream: S }]);
    assert.deepEqual(world.hear(fact(S, 2)), []);
  });
});

describe("reset", () => {
  test("facts wait while the part is fetched, and only newer ones follow", () => {
    const world = new World().following(S, 3);
    assert.deepEqual(world.hear({ op: "reset", stream: S, seq: 90 }), [{ do: "reload", stream: S }]);
    assert.deepEqual(applied(world.hear(fact(S, 91))), []);
    world.hear(fact(S, 92));
    assert.equal(world.mode, "catching-up");
    assert.deepEqual(applied(world.session.reloaded(S, 91, world.now)), [92]);
    assert.equal(world.mode, "live");
  });

  test("a socket lost meanwhile subscribes from where the fetched part stands", () => {
    const world = new World().following(S, 3);
    world.hear({ op: "reset", stream: S, seq: 90 });
    world.session.closed(1006, world.now);
    assert.deepEqual(says(world.live()), []);
    assert.deepEqual(says(world.session.reloaded(S, 90, world.now)), [{ op: "subscribe", stream: S, after: 90 }]);
  });

  test("a stream without a past goes on from where it was reset", () => {
    const world = new World().following(S, 3);
    world.hear({ op: "reset", stream: S, seq: 90 });
    world.hear(fact(S, 91));
    assert.deepEqual(applied(world.session.reloaded(S, null, world.now)), [91]);
  });
});

describe("silent loss", () => {
  test("a ping whose head does not come makes it ask again", () => {
    const world = new World().following(S, 3);
    assert.deepEqual(says(world.hear({ op: "ping", heads: { [S]: 4 }, now: world.now })), [{ op: "pong" }]);
    assert.equal(world.mode, "catching-up");
    assert.deepEqual(says(world.pass(2)), [{ op: "subscribe", stream: S, after: 3 }]);
  });

  test("a fact that was on its way needs no question", () => {
    const world = new World().following(S, 3);
    world.hear({ op: "ping", heads: { [S]: 4 }, now: world.now });
    world.hear(fact(S, 4));
    assert.deepEqual(world.pass(3), []);
    assert.equal(world.mode, "live");
  });

  test("thirty-five silent seconds end the socket and start another", () => {
    const world = new World().following(S, 3);
    assert.deepEqual(world.pass(35), []);
    assert.deepEqual(world.pass(1), [{ do: "close" }]);
    assert.deepEqual(world.pass(1), [{ do: "ask" }]);
  });

  test("a machine that slept does not trust its socket", () => {
    const world = new World().following(S, 3);
    assert.deepEqual(world.sleep(20), [{ do: "close" }, { do: "ask" }]);
  });

  test("a hidden page whose timers are slowed is not a machine that slept", () => {
    const world = new World().following(S, 3);
    assert.deepEqual(world.sleep(20, false), []);
  });

  test("a page that is looked at again after a long silence comes back at once", () => {
    const world = new World().following(S, 3);
    world.now += 60_000;
    assert.deepEqual(world.session.wake(world.now), [{ do: "close" }, { do: "ask" }]);
  });
});

describe("coming back", () => {
  test("first within a second, then ever later up to twenty, at once when the network is back", () => {
    const world = new World().following(S, 3);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      if (world.session.phase === "live") world.session.closed(1006, world.now);
      let seconds = 0;
      while (!world.pass(1).some((command) => command.do === "ask")) seconds++;
      waits.push(seconds);
      world.session.unticketed(false, world.now);
    }
    assert.deepEqual(waits, [0, 0, 1, 3, 7, 9, 9]);
    assert.deepEqual(world.session.wake(world.now), [{ do: "ask" }]);
  });

  test("all streams subscribe again from where they are", () => {
    const world = new World().following(S, 3);
    world.hear(fact(S, 4));
    world.session.closed(4008, world.now);
    assert.deepEqual(says(world.live()), [{ op: "subscribe", stream: S, after: 4 }]);
  });

  test("a socket that holds ten seconds forgives earlier failures; one that falls at once does not", () => {
    const world = new World().following(S, 3);
    for (let turn = 0; turn < 4; turn++) {
      world.session.closed(4008, world.now);
      world.live();
    }
    world.session.closed(4008, world.now);
    assert.deepEqual(world.pass(5), []);
  });

  test("ended access stops for good", () => {
    const world = new World().following(S, 3);
    world.session.closed(4403, world.now);
    assert.equal(world.mode, "ended");
    assert.deepEqual(world.pass(60), []);
    assert.deepEqual(world.session.wake(world.now), []);
  });

  test("go: the socket holds until its time, then another is opened", () => {
    const world = new World().following(S, 3);
    world.hear({ op: "go", in: 3 });
    assert.deepEqual(world.pass(2), []);
    assert.equal(world.mode, "live");
    assert.deepEqual(world.pass(1), [{ do: "close" }, { do: "ask" }]);
  });

  test("a socket that does not open in ten seconds is given up", () => {
    const world = new World();
    world.session.wake(world.now);
    world.session.ticketed("t", world.now);
    assert.deepEqual(world.pass(10), []);
    assert.deepEqual(world.pass(1), [{ do: "close" }]);
  });
});

describe("the screen's own truth", () => {
  test("complete to the latest moment that the server spoke of", () => {
    const world = new World().following(S, 3);
    world.hear(fact(S, 4));
    assert.equal(world.session.truth(world.now).completeTo, 5_000_004);
    world.hear({ op: "ping", heads: { [S]: 4 }, now: 6_000_000 });
    assert.equal(world.session.truth(world.now).completeTo, 6_000_000);
  });

  test("not complete while anything is missing", () => {
    const world = new World().following(S, 3);
    const before = world.session.truth(world.now).completeTo;
    world.hear({ op: "ping", heads: { [S]: 9 }, now: 6_000_000 });
    assert.equal(world.session.truth(world.now).completeTo, before);
  });

  test("catching up at first, offline after five seconds", () => {
    const world = new World().following(S, 3);
    world.session.closed(1006, world.now);
    assert.equal(world.mode, "catching-up");
    world.now += 5000;
    assert.equal(world.mode, "offline");
  });

  test("a stream that is denied does not hold the others", () => {
    const world = new World().following(S, 3);
    world.session.want("inbox:1", 0);
    assert.equal(world.mode, "catching-up");
    assert.deepEqual(world.hear({ op: "denied", stream: "inbox:1" }), [{ do: "denied", stream: "inbox:1" }]);
    assert.equal(world.mode, "live");
  });
});

test("signals are said on streams that are held, and passed on when heard", () => {
  const world = new World().following(S, 3);
  assert.deepEqual(says(world.session.signal(S, "typing", { note: true })), [{ op: "signal", stream: S, kind: "typing", data: { note: true } }]);
  assert.deepEqual(world.session.signal("inbox:1", "typing", {}), []);
  const signal = { op: "signal", s: S, kind: "typing" } as const;
  assert.deepEqual(world.hear(signal), [{ do: "signal", signal }]);
});
