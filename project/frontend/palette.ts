/** What the palette can find and do: what is on the page, and what rooms provide. */
export interface Action {
  label: string;
  keys?: string;
  /** What tells it from another of that name. */
  hint?: string;
  /** How well it fits, where that is not how its label does: rooms that found it say so. */
  rank?: number;
  run(): void;
}

export type Provider = (query: string) => Action[] | Promise<Action[]>;
const providers: Provider[] = [onThePage];

/** A room's own finds: `provide(async (query) => [...])`. */
export function provide(provider: Provider): void {
  providers.push(provider);
}

/** Shows what is found: what stands on the page at once, what rooms ask the server for as it comes. */
export async function find(query: string, show: (actions: Action[]) => void): Promise<void> {
  const found: Action[] = [];
  const add = (actions: Action[]) => {
    found.push(...actions);
    show(best(found, query));
  };
  await Promise.all(providers.map((provider) => Promise.resolve(provider(query)).then(add).catch(() => undefined)));
}

function best(found: Action[], query: string): Action[] {
  const ranked = found.map((action) => ({ action, rank: action.rank ?? rank(action.label, query) }));
  return ranked
    .filter((each) => each.rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, 30)
    .map((each) => each.action);
}

/** 0 for no match; a match at the start of the label beats one at the start of a word beats one within beats its letters in turn. */
export function rank(label: string, query: string): number {
  const name = fold(label);
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (!words.every((word) => name.includes(word))) return isInTurn(words.join(""), name) ? 0.5 : 0;
  const first = words[0];
  if (!first || name.startsWith(first)) return 3;
  return name.split(/\s+/).some((word) => word.startsWith(first)) ? 2 : 1;
}

/** Whether the letters stand in `name` one after the other, the first at the start of a word: "mau" in "Mark as unread". */
function isInTurn(letters: string, name: string): boolean {
  if (letters.length < 2) return false;
  let at = name.split("").findIndex((letter, place) => letter === letters[0] && !/\w/.test(name[place - 1] ?? " "));
  for (const letter of letters.slice(1)) at = at < 0 ? -1 : name.indexOf(letter, at + 1);
  return at >= 0;
}

function fold(words: string): string {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Everything with a shortcut or a name for the palette, seen or in a menu; a label stands once. */
function onThePage(): Action[] {
  const found = new Map<string, Action>();
  const all = document.querySelectorAll<HTMLElement>("[data-nav], [data-shortcut], [data-palette], .menu__item");
  for (const element of all) {
    if (element.matches(":disabled, .toast *, .palette *") || !(element.checkVisibility() || element.closest("[popover]"))) continue;
    const label = nameOf(element);
    const keys = element.dataset["shortcut"];
    if (label && !found.has(label)) found.set(label, { label, run: () => press(element), ...(keys ? { keys } : {}) });
  }
  return [...found.values()];
}

function press(element: HTMLElement): void {
  if (element.matches("input, textarea")) element.focus();
  else element.click();
}

function nameOf(element: HTMLElement): string {
  const own = element.dataset["palette"] || element.getAttribute("aria-label");
  if (own) return own;
  const copy = element.cloneNode(true) as HTMLElement;
  for (const aside of copy.querySelectorAll("[aria-hidden], .visually-hidden, .kbd, [hidden]")) aside.remove();
  return copy.textContent?.trim().replace(/\s+/g, " ") ?? "";
}
