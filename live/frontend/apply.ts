import { fetchElement, Gone } from "./fetch.ts";
import { morph } from "./morph.ts";
import { isBeyond, put } from "./place.ts";
import { holdsTouched, onRelease } from "./touched.ts";
import type { Fact } from "./wire.ts";

/** How an element is to be shown when it is let go: from its HTML, or where it is asked for, as what is in it goes on meanwhile. */
type Newest = { html: string; list?: string | undefined } | { url: string };
/** What could not be shown because a person was touching it, by id; null is its removal. */
const held = new Map<string, Newest | null>();
const refreshing = new Map<string, { again: boolean }>();
const REFRESH_AGAIN = 3_000;

/** Put one fact of a stream into the page. Doing it twice is harmless. */
export function apply(fact: Fact): void {
  if (fact.op === "upsert") upsert(fact.id, fact.html, fact.list);
  else if (fact.op === "remove") remove(fact.id);
  else void refresh(fact.id, fact.url);
}

export function upsert(id: string, html: string, list?: string): void {
  const fresh = parse(html);
  if (!fresh) return;
  const old = document.getElementById(id);
  touchRefreshes(old ?? document.getElementById(list ?? ""), id);
  if (!old) return insert(fresh, list);
  const shown = show(old, fresh, { html, list });
  const container = list ? document.getElementById(list) : null;
  if (shown.matches("[data-dragging]")) return void held.set(id, { html, list }); // it is in somebody's hand
  if (container && container === shown.parentElement) arrange(container, shown);
  else if (container?.hasAttribute("data-takes")) take(container, shown);
}

/** Fetch one element with this person's own rights, and show it; from `data-refresh` where it stands for a choice of theirs. */
export async function refresh(id: string, url: string): Promise<void> {
  if (!document.getElementById(id)) return;
  const running = refreshing.get(id);
  if (running) return void (running.again = true);
  const job = { again: false };
  refreshing.set(id, job);
  const chosen = (): string => document.getElementById(id)?.dataset["refresh"] ?? url;
  const asked = chosen();
  try {
    const fresh = await fetchElement(asked, id);
    const old = document.getElementById(id);
    if (chosen() !== asked) job.again = true; // another choice stands there by now: someone has followed a link
    if (old && !job.again) show(old, fresh, { url });
  } catch (error) {
    if (error instanceof Gone && chosen() === asked) remove(id);
    else setTimeout(() => document.getElementById(id) && refresh(id, url), REFRESH_AGAIN);
  }
  refreshing.delete(id);
  if (job.again) await refresh(id, url);
}

export function remove(id: string): void {
  const old = document.getElementById(id);
  if (!old) return;
  touchRefreshes(old, id);
  if (holdsTouched(old)) return void held.set(id, null);
  held.delete(id);
  const parent = old.parentElement;
  passFocus(old);
  old.remove();
  if (parent) announce(parent, "live:removed", { id });
}

/** Show `fresh` in the place of `old`; what is touched waits in `held` until it is let go. Gives the element now standing. */
export function show(old: Element, fresh: Element, newest: Newest): Element {
  const id = old.id;
  if (morph(old, fresh)) held.set(id, newest);
  else held.delete(id);
  const shown = document.getElementById(id) ?? old;
  announce(shown, "live:shown", { id });
  return shown;
}

function insert(fresh: Element, list: string | undefined): void {
  const container = list ? document.getElementById(list) : null;
  if (!container) return;
  if (isBeyond(container, fresh)) return void announce(container, "live:beyond", { element: fresh });
  fresh.setAttribute("data-arrived", "");
  setTimeout(() => fresh.removeAttribute("data-arrived"), 400);
  arrange(container, fresh);
  announce(fresh.isConnected ? fresh : container, "live:shown", { id: fresh.id });
  if (fresh.isConnected) announce(fresh, "live:arrived", { id: fresh.id });
}

/** From another list into this one, or out of sight where it stands below what this one shows. */
function take(container: HTMLElement, element: Element): void {
  if (isBeyond(container, element)) remove(element.id);
  else arrange(container, element);
}

/** The list may ask to wait (`live:place` prevented): someone is reading or aiming there. */
function arrange(container: Element, element: Element): void {
  const place = () => put(container, element);
  if (announce(container, "live:place", { element, place }, true)) place();
}

function release(): void {
  for (const [id, newest] of [...held]) {
    const old = document.getElementById(id);
    if (!old) held.delete(id);
    else if (newest === null) remove(id);
    else if ("html" in newest) upsert(id, newest.html, newest.list);
    else if (!holdsTouched(old)) void refresh(id, newest.url);
  }
}

/** A refresh under way may have read an older state than what is shown now at `place`, as `id`: let it run again. */
function touchRefreshes(place: Element | null, id: string): void {
  for (const [refreshed, job] of refreshing) {
    if (refreshed === id || place?.closest(`#${CSS.escape(refreshed)}`)) job.again = true;
  }
}

/** When the thing one stands on goes, the focus goes to its neighbour, never to nowhere. */
function passFocus(old: Element): void {
  if (!old.contains(document.activeElement)) return;
  const neighbour = old.nextElementSibling ?? old.previousElementSibling ?? old.parentElement;
  const focusable = neighbour?.querySelector<HTMLElement>("a[href], button, [tabindex]") ?? (neighbour as HTMLElement | null);
  focusable?.focus({ preventScroll: true });
}

function parse(html: string): Element | null {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

function announce(target: Element, name: string, detail: object, cancelable = false): boolean {
  return target.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable, detail }));
}

onRelease(release);
