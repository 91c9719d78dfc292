/**
 * Whether a page (scheme, host and path) is one that a pattern names: "/prices*" on any host, "acme.example/prices" on one; `*`
 * stands for anything. Parts are looked for from left to right, so no pattern takes long. Pure.
 */
export function names(pattern: string, page: string): boolean {
  const bare = page.replace(/^https?:\/\//, "");
  const text = pattern.startsWith("/") ? bare.slice(bare.indexOf("/")) : bare;
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** No pattern at all: every page. */
export function onPage(patterns: string[], page: string): boolean {
  return !patterns.length || patterns.some((pattern) => names(pattern, page));
}
