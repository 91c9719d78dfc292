import assert from "node:assert/strict";
import { test } from "node:test";
import { dayBy, written } from "../../../crm/frontend/days.ts";

test("a day from today, with the ends of months and quarters where they are", () => {
  const by = (said: string, today: string) => written(dayBy(said, new Date(`${today}T12:00:00`)));
  assert.deepEqual(["2w", "eom", "eoq", "3m"].map((said) => by(said, "2026-11-28")), ["2026-12-12", "2026-11-30", "2026-12-31", "2027-02-28"]);
  assert.deepEqual(["eom", "eoq", "3m"].map((said) => by(said, "2027-01-31")), ["2027-01-31", "2027-03-31", "2027-04-30"]);
});
