/** Where cards stand in the columns of a board, and how one gets from one to the next. */

export interface Spot {
  list: HTMLElement;
  /** What it stands before; null at the end. */
  before: Element | null;
}

/** A card as it stood before a move, and as the server knows it. */
export interface Origin {
  card: HTMLElement;
  spot: Spot;
  stage: string;
  /** As it was seen when it was taken up. */
  version: string;
  after: string[];
  /** Why it was lost, where it was. */
  reason: string | undefined;
}

const ANCHORS = 5;

export function cardsIn(list: Element): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(":scope > .card")];
}

export function spotOf(card: HTMLElement): Spot {
  return { list: card.parentElement!, before: card.nextElementSibling };
}

/** The cards above it, the nearest first: where one of them has gone, the next holds its place. */
export function above(card: HTMLElement, without: Set<HTMLElement> = new Set()): string[] {
  const cards = cardsIn(card.parentElement!);
  return cards
    .slice(0, cards.indexOf(card))
    .filter((each) => !without.has(each))
    .reverse()
    .slice(0, ANCHORS)
    .map((each) => each.dataset["id"]!);
}

export function originOf(card: HTMLElement, spot: Spot = spotOf(card)): Origin {
  return { card, spot, stage: card.dataset["stage"]!, version: card.dataset["version"]!, after: above(card), reason: card.dataset["reason"] };
}

/** Put a card where it stood, unless somebody put it elsewhere meanwhile; what it stood before may have gone. */
export function putBack({ card, spot, stage }: Origin): void {
  if (card.dataset["stage"] !== stage) return;
  const before = spot.before?.parentElement === spot.list ? spot.before : endOf(spot.list);
  spot.list.insertBefore(card, before);
}

/** Below the last card, above what says that more follow. */
export function endOf(list: Element): Element | null {
  return cardsIn(list).at(-1)?.nextElementSibling ?? list.firstElementChild;
}

/** Move a card one step: within its column, or into the next one at the same height. False where there is no way. */
export function step(card: HTMLElement, key: string, lists: HTMLElement[]): boolean {
  const list = card.parentElement!;
  const cards = cardsIn(list);
  const at = cards.indexOf(card);
  if (key === "ArrowUp" && at > 0) return cards[at - 1]!.before(card), true;
  if (key === "ArrowDown" && at < cards.length - 1) return cards[at + 1]!.after(card), true;
  const next = lists[lists.indexOf(list) + ({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0) * direction()];
  if (!next || next === list) return false;
  const there = cardsIn(next);
  next.insertBefore(card, there[at] ?? endOf(next));
  return true;
}

/** The card beside this one, as the arrows go. */
export function beside(card: HTMLElement, key: string, lists: HTMLElement[]): HTMLElement | undefined {
  const list = card.parentElement!;
  const cards = cardsIn(list);
  const at = cards.indexOf(card);
  if (key === "ArrowUp") return cards[at - 1];
  if (key === "ArrowDown") return cards[at + 1];
  const by = (key === "ArrowLeft" ? -1 : 1) * direction();
  for (let column = lists.indexOf(list) + by; lists[column]; column += by) {
    const there = cardsIn(lists[column]!);
    if (there.length) return there[Math.min(at, there.length - 1)];
  }
  return undefined;
}

function direction(): number {
  return document.documentElement.dir === "rtl" ? -1 : 1;
}
