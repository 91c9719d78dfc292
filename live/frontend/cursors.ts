/**
 * Cursors of streams that no HTML states (`person:…`, `firm:…`): kept for this tab, so that nothing between two page loads
 * is missed. An element that states its cursor is always right about itself and never looks here.
 */
const KEY = "cursor ";

export function remembered(stream: string): number | null {
  try {
    const value = sessionStorage.getItem(KEY + stream);
    return value === null ? null : Number(value);
  } catch {
    return null;
  }
}

export function remember(stream: string, cursor: number): void {
  try {
    sessionStorage.setItem(KEY + stream, String(cursor));
  } catch {
    // A browser that keeps nothing starts from now, which is what a first visit does.
  }
}
