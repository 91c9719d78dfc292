const MISSING = /\[\[missing: [a-z_]+\.[a-z_]+\]\]/; // as timeline/filling.py writes it

/** Select the first blank that nothing filled, from `at` on, and say what it is; null where there is none. */
export function selectMissing(text: HTMLTextAreaElement, at = 0): string | null {
  const match = MISSING.exec(text.value.slice(at));
  if (!match) return null;
  text.focus();
  text.setSelectionRange(at + match.index, at + match.index + match[0].length);
  return match[0];
}
