/**
 * What this browser keeps for the chat: its token, what was not sent yet, the draft. It stands under the widget's own origin;
 * where browsers let a framed page keep nothing, the page around it keeps it instead (its firm's own site).
 */
export class Keep {
  readonly works: boolean;
  private borrowed: Record<string, string> = {};

  constructor(
    private readonly key: string,
    private readonly lend: (name: string, value: string | null) => void,
  ) {
    this.works = this.probe();
  }

  /** What the page around has kept for us. */
  adopt(kept: Record<string, string>): void {
    if (!this.works) this.borrowed = { ...kept };
  }

  get(name: string): string | null {
    if (!this.works) return this.borrowed[name] ?? null;
    return localStorage.getItem(`${name}:${this.key}`);
  }

  /** The values whose names begin with this word. */
  all(word: string): string[] {
    return this.names.filter((name) => name.startsWith(`${word} `)).map((name) => this.get(name)!);
  }

  set(name: string, value: string | null): void {
    if (!this.works) return this.borrow(name, value);
    if (value === null) return localStorage.removeItem(`${name}:${this.key}`);
    try {
      localStorage.setItem(`${name}:${this.key}`, value);
    } catch {
      // Full: it stays in this page's memory, and is sent from there.
    }
  }

  /** Forget everything. */
  clear(): void {
    for (const name of this.names) this.set(name, null);
  }

  private borrow(name: string, value: string | null): void {
    if (value === null) delete this.borrowed[name];
    else this.borrowed[name] = value;
    this.lend(name, value);
  }

  private get names(): string[] {
    if (!this.works) return Object.keys(this.borrowed);
    const end = `:${this.key}`;
    return Object.keys(localStorage).flatMap((name) => (name.endsWith(end) ? name.slice(0, -end.length) : []));
  }

  private probe(): boolean {
    try {
      localStorage.setItem("probe", "1");
      localStorage.removeItem("probe");
      return true;
    } catch {
      return false;
    }
  }
}
