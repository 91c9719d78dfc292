/** The frames of the one socket, as docs/protocol.md describes them. */

export interface Who {
  id: number | string;
  name: string;
  status?: string;
}

export interface Timings {
  ping: number;
  pong: number;
  typing_every: number;
  typing_expires: number;
}

/** A fact on a stream: has a number in it, is applied once and in order. */
export type Fact = { q: number; s: string; t: number } & (
  | { op: "upsert"; id: string; html: string; list?: string }
  | { op: "remove"; id: string }
  | { op: "refresh"; id: string; url: string }
);

/** Something that may be missed: presence, typing. */
export interface Signal {
  op: "signal";
  s: string;
  kind: string;
  [member: string]: unknown;
}

export type Said =
  | Fact
  | Signal
  | { op: "welcome"; v: number; connection: string; timings: Timings; now: number }
  | { op: "subscribed"; stream: string; seq: number; present?: Who[] }
  | { op: "denied"; stream: string }
  | { op: "reset"; stream: string; seq: number }
  | { op: "ping"; heads: Record<string, number>; now: number }
  | { op: "go"; in: number }
  | { op: "error"; reason: string };

export type Say =
  | { op: "hello"; v: 1; ticket: string }
  | { op: "subscribe"; stream: string; after: number | null }
  | { op: "unsubscribe"; stream: string }
  | { op: "signal"; stream: string; kind: string; data: Record<string, unknown> }
  | { op: "pong" };

export function isFact(said: Said): said is Fact {
  return "q" in said;
}

export const CLOSED = { slow: 4008, badFrame: 4400, badTicket: 4401, ended: 4403, silent: 4408, tooLarge: 4413, tooMany: 4429 } as const;
