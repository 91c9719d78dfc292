/** Markdown around what is selected in a text area. Pure: what to put in place of which part, and what is selected then. */
export interface Change {
  from: number;
  to: number;
  text: string;
  select: [number, number];
}

export type Style = "bold" | "italic" | "strike" | "code" | "bullets" | "numbers" | "quote" | "link";

const AROUND: Partial<Record<Style, string>> = { bold: "**", italic: "_", strike: "~~", code: "`" };
const BEFORE: Partial<Record<Style, (place: number) => string>> = { bullets: () => "- ", numbers: (place) => `${place + 1}. `, quote: () => "> " };
const LINE_MARK = /^(?:- |\d+\. |> )/;

export function styled(value: string, start: number, end: number, style: Style): Change {
  const mark = AROUND[style];
  if (mark && value.slice(start, end).includes("\n") && style === "code") return fenced(value, start, end);
  if (mark) return around(value, start, end, mark);
  if (style === "link") return linked(value, start, end);
  return lines(value, start, end, BEFORE[style]!);
}

/** Put the mark around the words, or take it off again; spaces at the ends stay outside, where a mark would mean nothing. */
function around(value: string, start: number, end: number, mark: string): Change {
  const length = mark.length;
  if (value.slice(start - length, start) === mark && value.slice(end, end + length) === mark) {
    return { from: start - length, to: end + length, text: value.slice(start, end), select: [start - length, end - length] };
  }
  const words = value.slice(start, end);
  const from = start + (words.length - words.trimStart().length);
  const to = Math.max(from, end - (words.length - words.trimEnd().length));
  return { from, to, text: `${mark}${value.slice(from, to)}${mark}`, select: [from + length, to + length] };
}

function fenced(value: string, start: number, end: number): Change {
  const text = `\`\`\`\n${value.slice(start, end)}\n\`\`\``;
  return { from: start, to: end, text, select: [start + 4, end + 4] };
}

/** An address that is selected becomes the target, words become what is clicked. */
function linked(value: string, start: number, end: number): Change {
  const words = value.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/i.test(words);
  const text = isAddress ? `[](${words})` : `[${words}](https://)`;
  const at = isAddress ? start + 1 : start + words.length + 3;
  return { from: start, to: end, text, select: isAddress ? [at, at] : [at, at + 8] };
}

/** Every line that is touched begins with the mark; if all do so already, none does. */
function lines(value: string, start: number, end: number, mark: (place: number) => string): Change {
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const stop = value.indexOf("\n", end);
  const to = stop < 0 ? value.length : stop;
  const touched = value.slice(from, to).split("\n");
  const have = touched.every((line, place) => line.startsWith(mark(place)));
  const text = touched.map((line, place) => (have ? line.slice(mark(place).length) : mark(place) + line.replace(LINE_MARK, ""))).join("\n");
  return { from, to, text, select: start === end ? [from + text.length, from + text.length] : [from, from + text.length] };
}
