import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { names, onPage } from "../../../inbox/frontend/widget/loader/pages.ts";

const PAGE = "https://www.acme.example/prices/yearly";

describe("a pattern of pages", () => {
  test("names a path on any host, or one with its host", () => {
    for (const pattern of ["/prices/yearly", "/prices*", "/*", "*", "*/yearly", "/p*s/y*y", "www.acme.example/prices/yearly", "*.acme.example/*"])
      assert.ok(names(pattern, PAGE), pattern);
    for (const pattern of ["/prices", "/yearly", "prices*", "/prices/yearly/*", "/Prices*", "acme.example/*", "/p*yearly*x", "www.acme.example"])
      assert.ok(!names(pattern, PAGE), pattern);
  });

  test("what a star stands for is not counted twice", () => {
    assert.ok(!names("/ab*ba", "https://acme.example/aba"));
    assert.ok(names("/ab*ba", "https://acme.example/abba"));
    assert.ok(names("/", "https://acme.example/"));
  });

  test("a pattern made to take long takes no time to speak of: each part is looked for once", () => {
    assert.ok(!names(`/${"a*".repeat(99)}b`, `https://acme.example/${"a".repeat(5_000)}`));
  });

  test("no pattern is every page, and of several one is enough", () => {
    assert.ok(onPage([], PAGE));
    assert.ok(onPage(["/fees", "/prices*"], PAGE));
    assert.ok(!onPage(["/fees"], PAGE));
  });
});
