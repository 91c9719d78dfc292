import { fill } from "./dom.ts";

/** Who of the firm is writing now; and telling them that we are, not more often than the server wants. */
export class Typing {
  private readonly writers = new Map<string, number>();
  private toldAt = 0;

  constructor(
    private readonly line: HTMLElement,
    private readonly one: string,
    private readonly several: string,
  ) {}

  show(name: string, seconds: number): void {
    clearTimeout(this.writers.get(name));
    this.writers.set(name, setTimeout(() => this.stop(name), seconds * 1_000));
    this.draw();
  }

  stop(name: string): void {
    clearTimeout(this.writers.get(name));
    this.writers.delete(name);
    this.draw();
  }

  tell(every: number, signal: () => void): void {
    if (Date.now() - this.toldAt < every * 1_000) return;
    this.toldAt = Date.now();
    signal();
  }

  private draw(): void {
    const names = [...this.writers.keys()];
    const words = names.length ? fill(names.length > 1 ? this.several : this.one, { name: names.join(", ") }) : "";
    if (this.line.textContent !== words) this.line.textContent = words;
  }
}
