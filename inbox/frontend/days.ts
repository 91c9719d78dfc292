import { gettext } from "../../live/frontend/text.ts";

const DAY = 86_400_000;
/** Lines by one person within this many minutes stand together under one name. */
const TOGETHER = 5 * 60_000;

export interface Spoken {
  author: string;
  kind: string;
  at: Date;
}

/** The local calendar day of a moment, as text that sorts. */
export function dayOf(moment: Date): string {
  const pad = (figure: number) => String(figure).padStart(2, "0");
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
}

/** "Today", "Yesterday", "Tuesday" within the week, "Tuesday, 10 March" before, with the year when it is another. */
export function nameOf(day: string, now: Date, language?: string): string {
  const moment = new Date(`${day}T12:00:00`);
  const ago = Math.round((new Date(`${dayOf(now)}T12:00:00`).getTime() - moment.getTime()) / DAY);
  if (ago === 0) return gettext("Today");
  if (ago === 1) return gettext("Yesterday");
  const parts: Intl.DateTimeFormatOptions = { weekday: "long" };
  if (ago > 6 || ago < 0) Object.assign(parts, { day: "numeric", month: "long" });
  if (moment.getFullYear() !== now.getFullYear()) parts.year = "numeric";
  return new Intl.DateTimeFormat(language, parts).format(moment);
}

/** Whether `line` goes on where `before` stopped: same person, same kind, minutes apart, the same day. */
export function goesOn(before: Spoken | null, line: Spoken): boolean {
  return (
    before !== null &&
    before.author === line.author &&
    before.kind === line.kind &&
    before.kind !== "event" &&
    line.at.getTime() - before.at.getTime() < TOGETHER &&
    dayOf(before.at) === dayOf(line.at)
  );
}
