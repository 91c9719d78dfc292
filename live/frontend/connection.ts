import { Session, type Command, type Truth } from "./session.ts";
import type { Fact, Said, Signal, Timings, Who } from "./wire.ts";

/** Thrown by `ticket` when the server says that this person may not come in any more. */
export class AccessEnded extends Error {}

/** What a connection needs of a socket. */
export type Line = Pick<WebSocket, "readyState" | "send" | "close" | "onopen" | "onmessage" | "onclose">;

export interface Shell {
  /** The socket's address, ws: or wss:. */
  url: string;
  /** How a line to it is opened; a socket, where nothing else is said. */
  open?(url: string): Line;
  /** A fresh one-use ticket; rejects with AccessEnded, or with anything else when it could not be had now. */
  ticket(): Promise<string>;
  apply(fact: Fact): void;
  signal(signal: Signal): void;
  present(stream: string, present: Who[]): void;
  /** Fetch anew what shows `stream`; resolves to the sequence it stands at, null when it shows no past. */
  reload(stream: string): Promise<number | null>;
  denied(stream: string): void;
  truth(truth: Truth): void;
}

const TICK = 1_000;
const RELOAD_AGAIN = 3_000;

/** The session with its socket, its clock and its timers. Agents' pages and the widget each have one. */
export class Connection {
  private readonly session = new Session(Date.now());
  private socket: Line | null = null;
  private told = "";
  private started = false;

  constructor(private readonly shell: Shell) {}

  /** Begin, once. */
  start(): void {
    if (this.started) return;
    this.started = true;
    setInterval(() => this.run(this.session.tick(Date.now(), !document.hidden)), TICK);
    addEventListener("online", () => this.wake());
    addEventListener("offline", () => this.tell());
    addEventListener("pageshow", (event) => event.persisted && this.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
    this.wake();
  }

  get timings(): Timings {
    return this.session.timings;
  }

  get truth(): Truth {
    return this.session.truth(Date.now());
  }

  cursor(stream: string): number | null {
    return this.session.streams.get(stream)?.cursor ?? null;
  }

  want(stream: string, after: number | null): void {
    this.run(this.session.want(stream, after));
  }

  unwant(stream: string): void {
    this.run(this.session.unwant(stream));
  }

  rewind(stream: string, after: number): void {
    this.run(this.session.rewind(stream, after));
  }

  /** Tell the others on `stream`; false while there is nobody to tell it through. */
  signal(stream: string, kind: string, data: Record<string, unknown> = {}): boolean {
    const commands = this.session.signal(stream, kind, data);
    this.run(commands);
    return commands.length > 0;
  }

  wake(): void {
    this.run(this.session.wake(Date.now()));
  }

  private run(commands: Command[]): void {
    for (const command of commands) this.perform(command);
    this.tell();
  }

  private perform(command: Command): void {
    switch (command.do) {
      case "ask":
        return void this.ask();
      case "open":
        return this.open();
      case "say":
        return this.socket?.readyState === WebSocket.OPEN ? this.socket.send(JSON.stringify(command.say)) : undefined;
      case "close":
        return this.close();
      case "apply":
        return this.shell.apply(command.fact);
      case "signal":
        return this.shell.signal(command.signal);
      case "present":
        return this.shell.present(command.stream, command.present);
      case "reload":
        return void this.reload(command.stream);
      case "denied":
        return this.shell.denied(command.stream);
    }
  }

  private async ask(): Promise<void> {
    try {
      const ticket = await this.shell.ticket();
      this.run(this.session.ticketed(ticket, Date.now()));
    } catch (error) {
      this.run(this.session.unticketed(error instanceof AccessEnded, Date.now()));
    }
  }

  private open(): void {
    const socket = this.shell.open?.(this.shell.url) ?? new WebSocket(this.shell.url);
    this.socket = socket;
    const mine = () => this.socket === socket;
    socket.onopen = () => mine() && this.run(this.session.opened(Date.now()));
    socket.onmessage = ({ data }) => mine() && this.run(this.session.received(JSON.parse(data) as Said, Date.now()));
    socket.onclose = ({ code }) => {
      if (!mine()) return;
      this.socket = null;
      this.run(this.session.closed(code, Date.now()));
    };
  }

  private close(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private async reload(stream: string): Promise<void> {
    try {
      const cursor = await this.shell.reload(stream);
      this.run(this.session.reloaded(stream, cursor, Date.now()));
    } catch {
      setTimeout(() => this.session.streams.get(stream)?.reloading && this.reload(stream), RELOAD_AGAIN);
    }
  }

  private tell(): void {
    const truth = this.truth;
    const words = `${truth.mode} ${truth.completeTo}`;
    if (words === this.told) return;
    this.told = words;
    this.shell.truth(truth);
  }
}
