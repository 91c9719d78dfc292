const USUAL = ["👍", "❤️", "😄", "🎉", "🙏", "👀"];
const MOST = 18;

/** Where the last used emoji are kept: text in, text out. */
export interface Shelf {
  get(): string | null;
  set(text: string): void;
}

/** Emoji at hand: those a person used last in this browser, then the usual ones. */
export class Recent {
  constructor(private readonly shelf: Shelf) {}

  quick(many = USUAL.length): string[] {
    return [...new Set([...this.all, ...USUAL])].slice(0, many);
  }

  used(emoji: string): void {
    this.shelf.set(JSON.stringify([...new Set([emoji, ...this.all])].slice(0, MOST)));
  }

  get all(): string[] {
    try {
      const kept: unknown = JSON.parse(this.shelf.get() ?? "[]");
      return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
    } catch {
      return [];
    }
  }
}
