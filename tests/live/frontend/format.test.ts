import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { styled, type Style } from "../../../inbox/frontend/format.ts";

/** `«…»` is what is selected, before and after. */
function press(style: Style, marked: string): string {
  const [start, value] = [marked.indexOf("«"), marked.replace(/[«»]/g, "")];
  const change = styled(value, start, marked.indexOf("»") - 1, style);
  const after = value.slice(0, change.from) + change.text + value.slice(change.to);
  const [from, to] = change.select;
  return `${after.slice(0, from)}«${after.slice(from, to)}»${after.slice(to)}`;
}

describe("formatting", () => {
  test("words are marked, and unmarked by the same key", () => {
    assert.equal(press("bold", "a «b» c"), "a **«b»** c");
    assert.equal(press("bold", "a **«b»** c"), "a «b» c");
    assert.equal(press("italic", "«»"), "_«»_");
    assert.equal(press("bold", "a« b »c"), "a **«b»** c", "spaces stay outside, where a mark means something");
  });

  test("lines become a list, and plain again", () => {
    assert.equal(press("bullets", "x\n«a\nb»\ny"), "x\n«- a\n- b»\ny");
    assert.equal(press("bullets", "«- a\n- b»"), "«a\nb»");
    assert.equal(press("numbers", "«- a\n- b»"), "«1. a\n2. b»");
    assert.equal(press("quote", "«»a"), "> a«»");
  });

  test("code of several lines is fenced, a link waits for its address or its words", () => {
    assert.equal(press("code", "«a\nb»"), "```\n«a\nb»\n```");
    assert.equal(press("link", "«this»"), "[this](«https://»)");
    assert.equal(press("link", "«https://a.example»"), "[«»](https://a.example)");
  });
});
