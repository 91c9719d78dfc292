/** Times as people say them, in this browser's zone and language. */
const language = navigator.language;
const CLOCK = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
const YEAR = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
const WHOLE = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" });

export function clock(at: number): string {
  return CLOCK.format(at);
}

export function whole(at: number): string {
  return WHOLE.format(at);
}

/** One name for each day, to tell days apart. */
export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

export function day(at: number, words: { today: string; yesterday: string }, now: number = Date.now()): string {
  if (dayKey(at) === dayKey(now)) return words.today;
  if (dayKey(at) === dayKey(now - 86_400_000)) return words.yesterday;
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? DAY : YEAR).format(at);
}

const WEEKDAY = new Intl.DateTimeFormat(language, { weekday: "long" });
const DATE = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });

/** How to say that somebody is back `at` some moment: the sentence's name among the words, and what goes into it. */
export function back(at: number, now: number = Date.now()): { sentence: string; day: string; time: string } {
  const days = Math.round((Date.parse(dayKeyUtc(at)) - Date.parse(dayKeyUtc(now))) / 86_400_000);
  const sentence = days === 0 ? "back_today" : days === 1 ? "back_tomorrow" : "back_day";
  return { sentence, day: (days < 7 ? WEEKDAY : DATE).format(at), time: CLOCK.format(at) };
}

/** The local day as a date of its own, so that days can be counted over every jump of the clock. */
function dayKeyUtc(at: number): string {
  const date = new Date(at);
  return new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())).toISOString();
}

const UNITS = ["kilobyte", "megabyte", "gigabyte"] as const;

/** In kilobytes at least: a file of 54 bytes is one of 0.1 kB. */
export function size(bytes: number): string {
  const step = Math.min(UNITS.length, Math.max(1, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = Math.max(0.1, bytes / 1000 ** step);
  const format = { style: "unit", unit: UNITS[step - 1]!, unitDisplay: "short", maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(language, format).format(value);
}
