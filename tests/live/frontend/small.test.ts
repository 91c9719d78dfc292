import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { delay } from "../../../live/frontend/backoff.ts";
import { hue, initials } from "../../../live/frontend/faces.ts";
import { compareKeys } from "../../../live/frontend/place.ts";
import { uuidv7 } from "../../../live/frontend/uuidv7.ts";
import { said, Sequence } from "../../../project/frontend/keys.ts";
import { rank } from "../../../project/frontend/palette.ts";
import { SHORTCUTS } from "../../../project/frontend/shortcuts.ts";
import { say } from "../../../project/frontend/times.ts";

describe("uuidv7", () => {
  test("is a version 7 of its moment", () => {
    const id = uuidv7(0x0123456789ab);
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("many in one millisecond, or with a clock that steps back, still sort as they were made", () => {
    const now = Date.now();
    const made = Array.from({ length: 10_000 }, (_, place) => uuidv7(now - (place % 3)));
    assert.deepEqual([...made].sort(), made);
    assert.equal(new Set(made).size, made.length);
  });
});

test("back-off: within a second first, never above twenty", () => {
  assert.equal(delay(1, () => 0.999) < 1000, true);
  assert.equal(delay(30, () => 1), 20_000);
  assert.equal(delay(3, () => 1), 4000);
});

test("keys of a list compare as numbers when both are, else as words", () => {
  assert.equal(compareKeys("9", "10") < 0, true);
  assert.equal(compareKeys("2026-03-09", "2026-03-10") < 0, true);
  assert.equal(compareKeys("0192", "0192"), 0);
});

test("a face has the first and the last initial, and one hue", () => {
  assert.equal(initials("Björn-Åke von Östlund"), "BÖ");
  assert.equal(initials(" "), "?");
  assert.equal(hue("12"), (49 + 50) % 8);
});

describe("keys", () => {
  const press = (key: string, more: object = {}) => said({ key, metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...more });

  test("are said in the words of the table", () => {
    assert.equal(press("J", { shiftKey: true }), "shift+j");
    assert.equal(press("E", { shiftKey: true }), "e");
    assert.equal(press("?", { shiftKey: true }), "?");
    assert.equal(press("Enter", { ctrlKey: true }), "mod+enter");
    assert.equal(press("k", { metaKey: true }), "mod+k");
    assert.equal(press("Shift"), null);
    assert.equal(press("e", { altKey: true }), null);
  });

  test("follow each other within a moment, or begin anew", () => {
    const sequence = new Sequence(["g i", "i", "e"]);
    assert.equal(sequence.take("g", 0), "");
    assert.equal(sequence.take("i", 500), "g i");
    sequence.take("g", 1000);
    assert.equal(sequence.take("i", 9000), "i");
    sequence.take("g", 10_000);
    assert.equal(sequence.take("e", 10_100), "e");
    assert.equal(sequence.take("x", 10_200), null);
  });

  test("stand in the table once", () => {
    const keys = SHORTCUTS.map((shortcut) => shortcut.keys);
    assert.equal(new Set(keys).size, keys.length);
  });
});

test("the palette ranks a beginning above a word above a middle, and forgives accents", () => {
  assert.deepEqual(["Close", "Also close", "Enclose", "Open"].map((label) => rank(label, "clo")), [3, 2, 1, 0]);
  assert.equal(rank("Öffnen", "off"), 3);
  assert.deepEqual(["Mark as unread", "Mute", "Summary"].map((label) => rank(label, "mau")), [0.5, 0, 0]);
});

describe("times", () => {
  const now = new Date("2026-03-10T14:05:00Z");
  const at = (moment: string, style: "short" | "ago" | "time" | "day") => say(new Date(moment), style, now, "en-GB", "Europe/Berlin");

  test("today, this week, this year, before", () => {
    assert.equal(at("2026-03-10T08:00:00Z", "short"), "09:00");
    assert.equal(at("2026-03-08T08:00:00Z", "short"), "Sun 09:00");
    assert.equal(at("2026-01-08T08:00:00Z", "short"), "8 Jan");
    assert.equal(at("2025-01-08T08:00:00Z", "short"), "8 Jan 2025");
  });

  test("the day is the reader's, not UTC's", () => {
    assert.equal(at("2026-03-09T23:30:00Z", "short"), "00:30");
  });

  test("a day without an hour is the same day everywhere", () => {
    assert.deepEqual(["2026-03-10", "2026-03-11", "2026-03-13", "2026-03-01", "2027-01-02"].map((each) => at(each, "day")), ["today", "tomorrow", "Fri", "1 Mar", "2 Jan 2027"]);
  });

  test("how long ago", () => {
    assert.equal(at("2026-03-07T14:00:00Z", "ago"), "3 days ago");
    assert.equal(at("2026-03-10T14:04:40Z", "ago"), "this minute");
    assert.equal(at("2026-03-09T13:00:00Z", "ago"), "yesterday");
  });
});
