export type Name = "ready" | "open" | "close" | "message" | "unread" | "rating" | "identified";
export const NAMES: Name[] = ["ready", "open", "close", "message", "unread", "rating", "identified"];
/** States rather than moments: who begins to listen is told at once how it stands. */
const LASTING: Name[] = ["unread", "identified"];
/** So many commands wait for a chat that is not there yet; then the oldest `track` makes room, else the oldest of all. */
const MOST_WAITING = 50;
type Listener = (value?: unknown) => void;

/** What a command does. It says what was wrong with its words by throwing a sentence. */
export type Deed = (...said: never[]) => unknown;

/** `ConsultantPro("open")`; the commands that take nothing, and `on`, are its methods too. */
export interface Api {
  (command: string, ...said: unknown[]): unknown;
  q?: ArrayLike<unknown>[];
  loaded?: boolean;
  on(name: string, listener: Listener): () => void;
  [command: string]: unknown;
}

declare global {
  interface Window {
    ConsultantPro?: Api;
  }
}

/**
 * What the page's own scripts may say to the widget and hear of it. Commands that come before the button is there wait for it.
 * A wrong command or word is a sentence on the console; nothing is ever thrown into the page, also not by its own listeners.
 */
export class Commands {
  private readonly listeners = new Map<string, Set<Listener>>();
  private waiting: unknown[][] | null = [];
  /** Why there is no chat on this page; empty while there is one, or may still be. */
  private missing = "";
  private held = "";
  private again: (() => void) | undefined;
  /** What was told last of what one can ask for late. */
  private readonly known = new Map<string, unknown>();
  private deeds: Record<string, Deed> = { on: (name: string, listener: Listener) => this.on(name, listener) };

  constructor(private readonly complain: (sentence: string) => void) {}

  /** Put it on the window, with what the page has said before this script was there. */
  publish(names: readonly string[]): void {
    const early = window.ConsultantPro?.q ?? [];
    const api = ((name: string, ...said: unknown[]) => this.call(name, said)) as Api;
    for (const name of names) api[name] = (...said: unknown[]) => this.call(name, said);
    api.on = (name, listener) => this.call("on", [name, listener]) as () => void;
    api.loaded = true;
    window.ConsultantPro = api;
    for (const said of Array.from(early)) this.call(String(said[0]), Array.from(said).slice(1));
  }

  /** The chat cannot come now: what is asked for waits. It is tried `again` by itself, and at once when somebody wants it open. */
  hold(why: string, again: () => void): void {
    if (why !== this.held) this.complain(`The chat is not here yet, and is tried again. ${why}`);
    this.held = why;
    this.again = again;
  }

  /** There will be no chat on this page: nothing waits for it any more. */
  end(why: string): void {
    this.missing = why;
    this.waiting = [];
    this.complain(why);
  }

  /** The button is there: do what was asked meanwhile. */
  begin(deeds: Record<string, Deed>): void {
    this.deeds = { ...this.deeds, ...deeds };
    const waiting = this.waiting ?? [];
    this.waiting = null;
    this.tell("ready");
    dispatchEvent(new CustomEvent("consultantpro:ready"));
    for (const [name, ...said] of waiting) this.call(String(name), said);
  }

  tell(name: Name, value?: unknown): void {
    if (LASTING.includes(name)) this.known.set(name, value);
    for (const listener of this.listeners.get(name) ?? []) this.safely(() => listener(value));
  }

  call(name: string, said: unknown[]): unknown {
    if (this.missing && name !== "on") return this.complain(`“${name}” was not done, as there is no chat here. ${this.missing}`);
    if (this.waiting && name !== "on") return this.wait(this.waiting, name, said);
    const deed = Object.hasOwn(this.deeds, name) ? this.deeds[name] : undefined;
    if (deed) return this.safely(() => (deed as (...said: unknown[]) => unknown)(...said));
    this.complain(`There is no command "${name}". There are: ${Object.keys(this.deeds).join(", ")}.`);
  }

  private wait(waiting: unknown[][], name: string, said: unknown[]): void {
    if (this.held) this.complain(`“${name}” waits for the chat. ${this.held}`);
    waiting.push([name, ...said]);
    if (waiting.length > MOST_WAITING) waiting.splice(Math.max(0, waiting.findIndex(([each]) => each === "track")), 1);
    if (name === "open" || name === "toggle") this.again?.();
  }

  private on(name: string, listener: Listener): () => void {
    const off = (): void => void this.listeners.get(name)?.delete(listener);
    if (!NAMES.includes(name as Name)) throw `There is no event "${name}". There are: ${NAMES.join(", ")}.`;
    if (typeof listener !== "function") throw `Give on("${name}", …) a function.`;
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(listener));
    if (name === "ready" && !this.waiting) this.safely(() => listener());
    if (this.known.has(name)) this.safely(() => listener(this.known.get(name)));
    return off;
  }

  /** `on` answers a function whatever came: a page that calls it must not fail over it. */
  private safely(act: () => unknown): unknown {
    try {
      return act();
    } catch (wrong) {
      this.complain(wrong instanceof Error ? `${wrong.name}: ${wrong.message}` : String(wrong));
      return () => undefined;
    }
  }
}
