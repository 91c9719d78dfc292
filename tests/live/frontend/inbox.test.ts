import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withoutSearch } from "../../../inbox/frontend/addresses.ts";
import { dayOf, goesOn, nameOf, type Spoken } from "../../../inbox/frontend/days.ts";
import { holds, type Row } from "../../../inbox/frontend/rule.ts";

// Words come from the page's catalogue; a page without one speaks English.
Object.assign(globalThis, { document: { getElementById: () => null } });

describe("the rule of a folder", () => {
  const ME = "12";
  const any = { state: "", assignee: "", inbox: "" };
  const row = (more: Partial<Row> = {}): Row => ({ state: "open", assignee: "", inbox: "a", ...more });

  test("mine: open and given to me", () => {
    const mine = { ...any, state: "open", assignee: "me" };
    assert.equal(holds(mine, row({ assignee: ME }), ME), true);
    assert.equal(holds(mine, row({ assignee: "1" }), ME), false);
    assert.equal(holds(mine, row(), ME), false);
    assert.equal(holds(mine, row({ assignee: ME, state: "closed" }), ME), false);
  });

  test("unassigned: open and nobody's", () => {
    const unassigned = { ...any, state: "open", assignee: "none" };
    assert.equal(holds(unassigned, row(), ME), true);
    assert.equal(holds(unassigned, row({ assignee: ME }), ME), false);
  });

  test("mentions: open or closed, where a note names me", () => {
    const mentions = { ...any, mentioned: "me" };
    assert.equal(holds(mentions, row({ mentioned: `7 ${ME}` }), ME), true);
    assert.equal(holds(mentions, row({ mentioned: ME, state: "closed" }), ME), true);
    assert.equal(holds(mentions, row({ mentioned: "1 2 123" }), ME), false);
    assert.equal(holds(mentions, row(), ME), false);
  });

  test("all takes all; one inbox alone takes its own", () => {
    assert.equal(holds(any, row({ state: "closed", assignee: "1" }), ME), true);
    assert.equal(holds({ ...any, waiting: true }, row(), ME), false);
    assert.equal(holds({ ...any, waiting: true }, row({ waiting: "17-a" }), ME), true);
    assert.equal(holds({ ...any, inbox: "b" }, row(), ME), false);
    assert.equal(holds({ ...any, inbox: "a" }, row(), ME), true);
  });
});

describe("days", () => {
  const at = (text: string) => new Date(`${text}:00`);

  test("are the reader's own", () => {
    assert.equal(dayOf(at("2026-03-10T23:59")), "2026-03-10");
    assert.equal(dayOf(at("2026-03-11T00:00")), "2026-03-11");
  });

  test("are called as people call them", () => {
    const now = at("2026-03-11T09:00");
    assert.equal(nameOf("2026-03-11", now, "en"), "Today");
    assert.equal(nameOf("2026-03-10", now, "en"), "Yesterday");
    assert.equal(nameOf("2026-03-07", now, "en"), "Saturday");
    assert.equal(nameOf("2026-03-01", now, "en"), "Sunday, March 1");
    assert.equal(nameOf("2025-03-01", now, "en"), "Saturday, March 1, 2025");
    assert.equal(nameOf("2026-03-12", now, "en"), "Thursday, March 12");
  });

  test("one who goes on speaking is named once", () => {
    const line = (more: Partial<Spoken> = {}): Spoken => ({ author: "1", kind: "reply", at: at("2026-03-11T09:00"), ...more });
    assert.equal(goesOn(null, line()), false);
    assert.equal(goesOn(line(), line({ at: at("2026-03-11T09:04") })), true);
    assert.equal(goesOn(line(), line({ at: at("2026-03-11T09:06") })), false);
    assert.equal(goesOn(line(), line({ author: "2" })), false);
    assert.equal(goesOn(line(), line({ kind: "note" })), false);
    assert.equal(goesOn(line({ kind: "event" }), line({ kind: "event" })), false);
    assert.equal(goesOn(line({ at: at("2026-03-10T23:59") }), line({ at: at("2026-03-11T00:01") })), false);
  });
});

describe("leaving a search", () => {
  const leave = (pathname: string, search: string) => withoutSearch({ pathname, search }, "/inbox/search/", "/inbox/mine/?inbox=7");

  test("what was found gives way to the folder", () => {
    assert.equal(leave("/inbox/search/", "?in=mine&q=tender"), "/inbox/mine/?inbox=7");
  });

  test("a conversation stays open, without the search beside it", () => {
    assert.equal(leave("/inbox/conversations/1/", "?at=7&in=mine&q=tender+price"), "/inbox/conversations/1/?in=mine");
  });

  test("where nothing was searched, nothing changes", () => {
    assert.equal(leave("/inbox/mine/", ""), null);
    assert.equal(leave("/inbox/conversations/1/", "?in=mine"), null);
  });
});
