/** Moments in the words people use, in their zone and language. Pure: `now` is passed in. */
export type Style = "time" | "short" | "ago" | "full" | "due" | "day" | "whole-day";
const DAY = 86_400_000;
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

export function say(moment: Date, style: Style, now: Date, language?: string, zone?: string): string {
  if (style === "full") return full(moment, language, zone);
  if (style === "time") return format(moment, { hour: "2-digit", minute: "2-digit" }, language, zone);
  if (style === "day") return day(moment, now, language, zone);
  if (style === "whole-day") return format(moment, { dateStyle: "full" }, language, "UTC");
  if (style === "due") return due(moment, now, language, zone);
  return style === "ago" ? ago(moment, now, language) : short(moment, now, language, zone);
}

export function full(moment: Date, language?: string, zone?: string): string {
  return format(moment, { dateStyle: "full", timeStyle: "short" }, language, zone);
}

/** A moment to come: "14:05" today, else with its day, "Fri, 27 Nov, 09:00", and in another year with that. */
function due(moment: Date, now: Date, language?: string, zone?: string): string {
  const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  const day: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short" };
  const year: Intl.DateTimeFormatOptions = moment.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return format(moment, daysBetween(moment, now, zone) === 0 ? clock : { ...day, ...year, ...clock }, language, zone);
}

/** A day without an hour, as its midnight in UTC: "today", "tomorrow", "Tue" within the week, "10 Mar", "10 Mar 2025". */
function day(moment: Date, now: Date, language?: string, zone?: string): string {
  const days = Math.round((moment.getTime() - dayOf(now, zone)) / DAY);
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day");
  if (days > 0 && days < 7) return format(moment, { weekday: "short" }, language, "UTC");
  const sameYear = moment.getUTCFullYear() === now.getFullYear();
  return format(moment, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }, language, "UTC");
}

/** "14:05" today, "Tue 14:05" within the week, "10 Mar" within the year, "10 Mar 2025" before. */
function short(moment: Date, now: Date, language?: string, zone?: string): string {
  const days = daysBetween(moment, now, zone);
  const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  if (days === 0) return format(moment, clock, language, zone);
  if (Math.abs(days) < 7) return format(moment, { weekday: "short", ...clock }, language, zone);
  const sameYear = moment.getFullYear() === now.getFullYear();
  return format(moment, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }, language, zone);
}

function ago(moment: Date, now: Date, language?: string): string {
  const past = moment.getTime() - now.getTime();
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, size] of UNITS) if (Math.abs(past) >= size) return words.format(Math.round(past / size), unit);
  return words.format(0, "minute");
}

function daysBetween(one: Date, other: Date, zone?: string): number {
  return Math.round((dayOf(other, zone) - dayOf(one, zone)) / DAY);
}

/** Midnight, in UTC, of the day that a moment is in. */
function dayOf(moment: Date, zone?: string): number {
  return Date.parse(new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(moment));
}

function format(moment: Date, options: Intl.DateTimeFormatOptions, language?: string, zone?: string): string {
  return new Intl.DateTimeFormat(language, { ...options, timeZone: zone, hourCycle: options.hour ? "h23" : undefined }).format(moment);
}
