/** Where each pane stood on each page, so that one comes back to the same place. */
const KEY = "scrolls";
const MOST = 60;
type Places = Record<string, number>;

/** `data-keeps-scroll` holds on Back; `data-keeps-scroll="always"` on every move, for a pane that is the same on many pages. */
function panes(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#main, [data-keeps-scroll][id]")];
}

export function keepScrolls(address: string): void {
  const pages = read();
  const places = Object.fromEntries(panes().map((pane) => [pane.id, pane.scrollTop]));
  delete pages[address];
  pages[address] = places; // the newest stand last, the oldest are dropped
  write(pages);
}

export function restoreScrolls(address: string, from: string, isBack: boolean): void {
  const pages = read();
  for (const pane of panes()) {
    const always = pane.dataset["keepsScroll"] === "always";
    const places = pages[isBack ? address : from] ?? {};
    const place = places[pane.id];
    if ((isBack || always) && place !== undefined) pane.scrollTop = place;
  }
}

function read(): Record<string, Places> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Record<string, Places>;
  } catch {
    return {};
  }
}

function write(pages: Record<string, Places>): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(Object.entries(pages).slice(-MOST))));
  } catch {
    // A browser that keeps nothing starts each page at its top.
  }
}
