import { visit } from "../../project/frontend/visit.ts";
import type { Action } from "../../project/frontend/palette.ts";

interface Found {
  label: string;
  kind: string;
  line: string;
  href: string;
}

/** Fits better than what merely has such a word in its name. */
const FOUND = 2.5;
let asking: AbortController | null = null;

/** Records of all kinds, for the one box: asked for at each keystroke, what is not waited for any more is called off. */
export async function records(query: string): Promise<Action[]> {
  asking?.abort();
  if (!query.trim()) return [];
  asking = new AbortController();
  const answer = await fetch(`/records/?q=${encodeURIComponent(query)}`, { signal: asking.signal });
  if (!answer.ok) return [];
  const { found } = (await answer.json()) as { found: Found[] };
  return found.map(({ label, kind, line, href }) => ({ label, hint: [kind, line].filter(Boolean).join(" · "), rank: FOUND, run: () => visit(href) }));
}
