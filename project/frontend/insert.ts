/**
 * Put `words` in place of what stands between two places of a text area, as if they had been typed: Ctrl-Z takes them
 * back, and whoever listens to `input` hears of them. What stands after moves on with its caret.
 */
export function insert(text: HTMLTextAreaElement, words: string, from = text.selectionStart, to = text.selectionEnd): void {
  const caret = text.selectionStart;
  text.focus();
  text.setSelectionRange(from, to);
  const done = words !== "" && document.execCommand("insertText", false, words);
  if (!done) {
    text.setRangeText(words, from, to, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const moved = caret - to + from + words.length;
  if (caret > to) text.setSelectionRange(moved, moved);
}
