/** What a keydown says, in the words of shortcuts.ts: "j", "?", "mod+enter", "esc". */
const NAMES: Record<string, string> = { Escape: "esc", Enter: "enter", " ": "space", ArrowUp: "up", ArrowDown: "down" };
const BARE = new Set(["Shift", "Control", "Alt", "Meta", "Dead", "Process", "AltGraph"]);

export function said(event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">): string | null {
  if (BARE.has(event.key) || event.altKey) return null;
  const key = NAMES[event.key] ?? event.key.toLowerCase();
  const shift = event.shiftKey && (key.length > 1 || /^[jkx]$/.test(key)) ? "shift+" : ""; // "?" already says that shift was down
  return (event.metaKey || event.ctrlKey ? "mod+" : "") + shift + key;
}

const TEXT = /^(?:text|search|email|url|tel|password|number|date|time|datetime-local|month|week)$/;

/** Whether a key would be writing: a text field has the focus. One that was closed away keeps it until the next frame. */
export function isWriting(element: Element | null): boolean {
  if (!element?.checkVisibility()) return false;
  if (element instanceof HTMLInputElement) return TEXT.test(element.type);
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement || (element as HTMLElement).isContentEditable;
}

/** Follows keys over time, so that "g" then "i" is "g i". Pure: the clock is passed in. */
export class Sequence {
  private keys: string[] = [];
  private at = 0;

  constructor(
    private readonly known: string[],
    private readonly patience = 1200,
  ) {}

  /** The longest known sequence that ends with `key`, "" while one may still become whole, null for none. */
  take(key: string, now: number): string | null {
    if (now - this.at > this.patience) this.keys = [];
    this.at = now;
    this.keys.push(key);
    while (this.keys.length) {
      const words = this.keys.join(" ");
      if (this.known.includes(words)) {
        this.keys = [];
        return words;
      }
      if (this.known.some((sequence) => sequence.startsWith(`${words} `))) return "";
      this.keys.shift();
    }
    return null;
  }
}

export function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}
