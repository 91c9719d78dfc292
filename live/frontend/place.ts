/** Where a thing stands in its list: by `data-key`, or what the list's `data-by` names, up or down as its `data-order` says. */

export function keyOf(list: Element, element: Element | null): string {
  return element?.getAttribute(list.getAttribute("data-by") ?? "data-key") ?? "";
}

export function compareKeys(one: string, other: string): number {
  const a = Number(one);
  const b = Number(other);
  if (one !== "" && other !== "" && Number.isFinite(a) && Number.isFinite(b)) return a - b;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The element that `element` must stand before, null for the end. Things without a key keep to what they follow. */
export function findPlace(list: Element, element: Element): Element | null {
  const key = keyOf(list, element);
  const turn = turnOf(list);
  const keyed = [...list.children].filter((child) => child !== element && keyOf(list, child) !== "");
  for (let at = keyed.length - 1; at >= 0; at--) {
    const child = keyed[at]!;
    if (turn * compareKeys(keyOf(list, child), key) <= 0) return after(child, element);
  }
  return keyed[0] ?? null;
}

/** A list that shows a part of a longer one does not take what belongs below its last, or below the key in its `data-more`. */
export function isBeyond(list: Element, element: Element): boolean {
  const end = list.getAttribute("data-more");
  if (end) return turnOf(list) * compareKeys(keyOf(list, element), end) > 0;
  return list.hasAttribute("data-more") && findPlace(list, element) === null && list.children.length > 0;
}

export function put(list: Element, element: Element): void {
  const before = findPlace(list, element);
  if (element.parentElement === list && (element.nextElementSibling === before || before === element)) return;
  const movable = list as Element & { moveBefore?: (node: Node, child: Node | null) => void };
  if (element.isConnected && movable.moveBefore) movable.moveBefore(element, before); // keeps focus and frames
  else list.insertBefore(element, before);
}

function after(child: Element, element: Element): Element | null {
  const next = child.nextElementSibling;
  return next === element ? element.nextElementSibling : next;
}

function turnOf(list: Element): number {
  return list.getAttribute("data-order") === "desc" ? -1 : 1;
}
