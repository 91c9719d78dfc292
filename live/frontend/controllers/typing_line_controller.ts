import { Controller } from "@hotwired/stimulus";
import { me } from "../me.ts";
import { gettext } from "../text.ts";
import type { Signal } from "../wire.ts";

interface Typing {
  name: string;
  kind: string;
  until: number;
}

/**
 * "Nadia is typing", "Bob is replying": each says it for some seconds, and it lapses by itself.
 *
 * @example <p role="status" data-typing-line data-controller="typing-line" data-typing-line-stream-value="conversation:7"></p>
 */
export class TypingLineController extends Controller<HTMLElement> {
  static override values = { stream: String };
  declare readonly streamValue: string;
  private readonly typing = new Map<string, Typing>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly heard = (event: Event) => this.hear((event as CustomEvent<Signal>).detail);
  private readonly arrived = (event: Event) => this.stop(event.target as HTMLElement);

  override connect(): void {
    this.element.setAttribute("data-kept", "");
    document.addEventListener("live:signal", this.heard);
    document.addEventListener("live:arrived", this.arrived);
  }

  override disconnect(): void {
    document.removeEventListener("live:signal", this.heard);
    document.removeEventListener("live:arrived", this.arrived);
    clearTimeout(this.timer);
  }

  private hear(signal: Signal): void {
    if (signal.s !== this.streamValue || !["typing", "replying"].includes(signal.kind)) return;
    const by = signal["by"] as { id?: number | string; kind?: string; name: string };
    const who = `${by.kind ?? ""} ${by.id ?? by.name}`;
    if (by.kind !== "visitor" && String(by.id) === me().id) return;
    const stopped = (signal["data"] as { on?: boolean } | undefined)?.on === false;
    if (stopped) this.typing.delete(who);
    else this.typing.set(who, { name: by.name, kind: signal.kind, until: Date.now() + Number(signal["expires"] ?? 6) * 1000 });
    this.draw();
  }

  /** Who has just written is not typing any more. */
  private stop(message: HTMLElement): void {
    const author = message.dataset["author"];
    const isClients = !author || message.matches(".message--theirs"); // signed by the contact, while a browser types
    for (const who of this.typing.keys()) if (isClients ? who.startsWith("visitor") : who.endsWith(` ${author}`)) this.typing.delete(who);
    this.draw();
  }

  private draw(): void {
    clearTimeout(this.timer);
    const now = Date.now();
    for (const [who, typing] of this.typing) if (typing.until <= now) this.typing.delete(who);
    const words = sentence([...this.typing.values()]);
    if (this.element.textContent !== words) this.element.textContent = words;
    if (this.typing.size) this.timer = setTimeout(() => this.draw(), 500);
  }
}

function sentence(typing: Typing[]): string {
  const [first, second] = typing;
  if (!first) return "";
  if (typing.length > 2) return gettext("%(count)s people are typing", { count: typing.length });
  if (second) return gettext("%(one)s and %(other)s are typing", { one: first.name, other: second.name });
  return first.kind === "replying" ? gettext("%(name)s is replying", { name: first.name }) : gettext("%(name)s is typing", { name: first.name });
}
