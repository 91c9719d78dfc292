import type { Signal, Who } from "./wire.ts";

/** Who is on each stream that has presence, as the server told. */
const rooms = new Map<string, Map<string, Who>>();

export function isHere(stream: string): Who[] {
  return [...(rooms.get(stream)?.values() ?? [])];
}

/** The list at subscribing: it replaces what was known. */
export function begin(stream: string, present: Who[]): void {
  rooms.set(stream, new Map(present.map((who) => [String(who.id), who])));
  tell(stream);
}

export function change(signal: Signal): void {
  const room = rooms.get(signal.s) ?? new Map<string, Who>();
  rooms.set(signal.s, room);
  const { joined = [], left = [] } = (signal["data"] ?? {}) as { joined?: Who[]; left?: (number | string)[] };
  for (const who of joined) room.set(String(who.id), who);
  for (const id of left) room.delete(String(id));
  tell(signal.s);
}

export function forget(stream: string): void {
  rooms.delete(stream);
}

function tell(stream: string): void {
  document.dispatchEvent(new CustomEvent("live:presence", { detail: { stream } }));
}
