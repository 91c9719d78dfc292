import { address } from "./address.ts";
import { Trail, type Step } from "./track.ts";

const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads";

interface Said {
  do: string;
  count?: number;
  name?: string;
  url?: string;
  value?: string | null;
  message?: unknown;
  score?: number;
  yes?: boolean;
  why?: string;
}

interface Heard {
  talking(): void;
  unread(count: number): void;
  close(): void;
  begun(yes: boolean): void;
  message(message: unknown): void;
  rating(score: number): void;
  identified(yes: boolean, why: string): void;
}

/** The frame. What it and this page tell each other goes over a port that is handed to its origin alone. */
export class Panel {
  readonly element = document.createElement("div");
  isOpen = false;
  private frame: HTMLIFrameElement | null = null;
  private port: MessagePort | null = null;
  private readonly trail = new Trail();
  private token = "";
  private leaves = false;
  private words = "";
  private proposed: { id: string; text: string } | null = null;
  /** Whether a conversation is under way; null: not told yet. */
  private talks: boolean | null = null;

  constructor(
    private readonly key: string,
    private readonly host: string,
    private readonly title: string,
    private readonly heard: Heard,
  ) {
    this.element.className = "panel";
    this.element.hidden = true;
  }

  /** This browser has written here before: there may be answers. */
  get hasHistory(): boolean {
    return "history" in this.kept;
  }

  /** As long as the chat has not told, whoever has written here before may be in a conversation. */
  get isTalking(): boolean {
    return this.talks ?? this.hasHistory;
  }

  open(): void {
    this.isOpen = true;
    this.element.hidden = false;
    this.fetch(true);
    this.port?.postMessage({ do: "open" });
    this.frame?.focus();
  }

  close(): void {
    this.isOpen = false;
    this.element.hidden = true;
    this.port?.postMessage({ do: "closed" });
  }

  /** The page says what the visitor did; it waits until the chat is there. */
  track(step: Step): void {
    this.trail.add(step);
    if (this.port) this.tellTrail();
  }

  /** The firm's server says who is here; a chat that is not there yet is fetched, as there may be answers. */
  identify(token: string): void {
    this.token = token;
    this.leaves = false;
    this.port?.postMessage({ do: "identify", token });
    this.fetch(false);
  }

  /** They signed out. */
  forget(): void {
    this.token = "";
    this.leaves = !this.port;
    this.port?.postMessage({ do: "forget" });
    if (this.hasHistory) this.fetch(false);
  }

  /** Words to begin with, in the field; the visitor sends them, or not. */
  begin(text: string): void {
    this.words = text.slice(0, 2_000);
    this.port?.postMessage({ do: "begin", text: this.words });
    if (this.port) this.words = "";
  }

  /** The message that the visitor chose to answer. */
  propose({ id, text }: { id: string; text: string }): void {
    this.proposed = { id, text };
    if (this.port) this.tellProposed();
  }

  private tellProposed(): void {
    if (this.proposed) this.port?.postMessage({ do: "propose", ...this.proposed });
    this.proposed = null;
  }

  /** The page went to another address by its own script. */
  moved(): void {
    this.port?.postMessage({ do: "page", page: address() });
  }

  private tellTrail(): void {
    const steps = this.trail.take();
    if (steps.length) this.port?.postMessage({ do: "track", steps });
  }

  /** Make the frame, once. */
  fetch(now: boolean): void {
    if (this.frame) return;
    const frame = (this.frame = document.createElement("iframe"));
    frame.setAttribute("sandbox", SANDBOX);
    frame.title = this.title;
    frame.src = `${this.host}/widget/frame/${this.key}`;
    frame.loading = "eager";
    frame.addEventListener("load", () => this.greet());
    this.element.append(frame);
    if (now) frame.focus();
  }

  private greet(): void {
    const { port1, port2 } = new MessageChannel();
    this.port?.close();
    this.port = port1;
    port1.onmessage = ({ data }) => this.hear(data as Said);
    if (this.isOpen) this.frame!.focus();
    this.frame!.contentWindow!.postMessage({ do: "hello", open: this.isOpen, page: address(), kept: this.kept, identify: this.token }, this.host, [port2]);
    if (this.leaves) port1.postMessage({ do: "forget" });
    if (this.words) port1.postMessage({ do: "begin", text: this.words });
    this.tellProposed();
    this.words = "";
    this.leaves = false;
    this.tellTrail();
  }

  private hear(said: Said): void {
    if (said.do === "close") this.heard.close();
    if (said.do === "talking") {
      this.talks = said.yes === true;
      this.heard.talking();
    }
    if (said.do === "begun") this.heard.begun(said.yes === true);
    if (said.do === "unread") this.heard.unread(Number(said.count) || 0);
    if (said.do === "visit" && /^https?:/.test(said.url ?? "")) open(said.url, "_blank", "noopener,noreferrer");
    if (said.do === "message") this.heard.message(said.message);
    if (said.do === "rating") this.heard.rating(Number(said.score) || 0);
    if (said.do === "identified") this.heard.identified(said.yes === true, String(said.why ?? ""));
    if (said.do === "keep") this.store(String(said.name), said.value ?? null);
  }

  /** A mark that there is history; and what the frame may not keep itself. */
  private get kept(): Record<string, string> {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(this.prefix));
      return Object.fromEntries(names.map((name) => [name.slice(this.prefix.length), localStorage.getItem(name) ?? ""]));
    } catch {
      return {};
    }
  }

  private store(name: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(this.prefix + name);
      else localStorage.setItem(this.prefix + name, String(value));
    } catch {
      // A browser that keeps nothing begins anew on each page.
    }
  }

  private get prefix(): string {
    return `consultantpro:${this.key}:`;
  }
}
