import { apply, show } from "./apply.ts";
import { AccessEnded, Connection } from "./connection.ts";
import { remember, remembered } from "./cursors.ts";
import { fetchElement, post } from "./fetch.ts";
import * as presence from "./presence.ts";
import type { Truth } from "./session.ts";
import type { Fact, Signal } from "./wire.ts";

/** The one socket of this page, and the elements that show its streams. */
const bound = new Map<string, Set<HTMLElement>>();

export const connection = new Connection({
  url: `${location.origin.replace(/^http/, "ws")}/live`,
  ticket,
  apply: facts,
  signal,
  present: presence.begin,
  reload,
  denied,
  truth,
});

/** Show `stream` in `element`, which stands as the stream was at `after` (null: it states no past). */
export function bind(element: HTMLElement, stream: string, after: number | null): void {
  const elements = bound.get(stream) ?? new Set();
  bound.set(stream, elements.add(element));
  connection.want(stream, after ?? remembered(stream));
}

export function unbind(element: HTMLElement, stream: string): void {
  const elements = bound.get(stream);
  if (!elements?.delete(element)) return;
  if (!elements.size) {
    bound.delete(stream);
    presence.forget(stream);
  }
  connection.unwant(stream);
}

function facts(fact: Fact): void {
  apply(fact);
  for (const element of bound.get(fact.s) ?? []) {
    if (element.hasAttribute("data-live-after-value")) element.setAttribute("data-live-after-value", String(fact.q));
    else remember(fact.s, fact.q);
    element.dispatchEvent(new CustomEvent("live:fact", { detail: fact }));
  }
}

function signal(said: Signal): void {
  if (said.kind === "present") presence.change(said);
  for (const element of bound.get(said.s) ?? []) element.dispatchEvent(new CustomEvent("live:signal", { detail: said }));
  document.dispatchEvent(new CustomEvent("live:signal", { detail: said }));
}

/** The past of this stream is gone: fetch what shows it, as it is now. */
async function reload(stream: string): Promise<number | null> {
  const stating = [...(bound.get(stream) ?? [])].filter((element) => element.hasAttribute("data-live-after-value"));
  const cursors = await Promise.all(stating.map((element) => reloadElement(element, stream)));
  return cursors.length ? Math.min(...cursors) : null;
}

async function reloadElement(element: HTMLElement, stream: string): Promise<number> {
  const url = element.dataset["liveRefreshValue"];
  const whole = url ? element : document.getElementById("main")!;
  const fresh = await fetchElement(url ?? location.href, whole.id);
  const stated = cursorsIn(fresh);
  const cursor = stated.get(stream);
  if (cursor === undefined) throw new Error(`${url ?? location.href} states no cursor for ${stream}`);
  show(whole, fresh, { url: url ?? location.href });
  for (const [other, after] of stated) restate(other, after);
  return cursor;
}

/** The fetched part shows every stream in it as of its own cursor, which may be older than what the page had. */
function restate(stream: string, after: number): void {
  for (const element of bound.get(stream) ?? []) {
    if (element.hasAttribute("data-live-after-value")) element.setAttribute("data-live-after-value", String(after));
  }
  connection.rewind(stream, after);
}

function cursorsIn(fresh: Element): Map<string, number> {
  const found = new Map<string, number>();
  for (const element of [fresh, ...fresh.querySelectorAll("[data-live-stream-value]")]) {
    const after = element.getAttribute("data-live-after-value");
    if (after) found.set(element.getAttribute("data-live-stream-value")!, Number(after));
  }
  return found;
}

function denied(stream: string): void {
  for (const element of bound.get(stream) ?? []) element.dispatchEvent(new CustomEvent("live:denied", { bubbles: true, detail: { stream } }));
}

function truth(state: Truth): void {
  document.documentElement.dataset["live"] = state.mode;
  document.dispatchEvent(new CustomEvent("live:truth", { detail: state }));
}

async function ticket(): Promise<string> {
  const answer = await post("/live/ticket/");
  if (answer.redirected || answer.status === 401 || answer.status === 403) throw new AccessEnded();
  if (!answer.ok) throw new Error(`ticket: ${answer.status}`);
  return ((await answer.json()) as { ticket: string }).ticket;
}
