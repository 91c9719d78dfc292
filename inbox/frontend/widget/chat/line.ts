import type { Line } from "../../../../live/frontend/connection.ts";
import { PollLine } from "./poll.ts";

/** Sockets that came to nothing in a row, after which requests that wait take their place. */
const ENOUGH = 2;
const FIRST_LOOK = 30_000;
const LONGEST_LOOK = 600_000;

interface Memory {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
}

/**
 * How the chat is reached: by a socket; where the network lets none through, by requests that wait, and by a socket again as soon as
 * one can be had. What was learned is remembered for the next page.
 */
export class Lines {
  private failures: number;
  private looks = FIRST_LOOK;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly pollUrl: string,
    private readonly memory: Memory,
  ) {
    this.failures = memory.get("line") === "poll" ? ENOUGH : 0;
  }

  open(url: string): Line {
    clearTimeout(this.timer);
    if (this.failures < ENOUGH) return this.socket(url);
    const line = new PollLine(this.pollUrl, () => this.failed());
    this.timer = setTimeout(() => this.look(url, line), this.looks);
    return line;
  }

  /** A socket counts once something came through it: some proxies open one and let nothing pass. */
  private socket(url: string): Line {
    const socket = new WebSocket(url);
    let works = false;
    socket.addEventListener("message", () => {
      if (works) return;
      works = true;
      this.failures = 0;
      this.looks = FIRST_LOOK;
      this.memory.set("line", null);
    });
    socket.addEventListener("close", ({ code }) => {
      if (works || code >= 4000 || !navigator.onLine) return;
      this.failures += 1;
      if (this.failures >= ENOUGH) this.memory.set("line", "poll");
    });
    return socket;
  }

  /** Requests do not come through either: it is the server or the whole network, and a socket is tried again. */
  private failed(): void {
    this.failures = 0;
    this.memory.set("line", null);
  }

  /** Whether a socket can be had by now; then the requests end, and the session comes back over it. */
  private look(url: string, line: PollLine): void {
    if (line.readyState !== WebSocket.OPEN) return;
    const socket = new WebSocket(url);
    socket.onopen = () => {
      this.failures = 0;
      socket.close();
      line.end(1012);
    };
    socket.onerror = () => {
      this.looks = Math.min(LONGEST_LOOK, this.looks * 2);
      this.timer = setTimeout(() => this.look(url, line), this.looks);
    };
  }
}
