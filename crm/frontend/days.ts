/** A day from today: "2w", "3m", "eom", "eoq". Pure: `today` is passed in. A month's 31st becomes the last day of a shorter one. */
export function dayBy(by: string, today: Date): Date {
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  if (by === "eom") return new Date(year, month + 1, 0);
  if (by === "eoq") return new Date(year, month - (month % 3) + 3, 0);
  const count = Number.parseInt(by, 10);
  if (by.endsWith("w")) return new Date(year, month, day + count * 7);
  return new Date(year, month + count, Math.min(day, new Date(year, month + count + 1, 0).getDate()));
}

/** As a date field keeps it: "2027-01-31". */
export function written(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
