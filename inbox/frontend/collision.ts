import { me } from "../../live/frontend/me.ts";
import type { Signal } from "../../live/frontend/wire.ts";

/** Who else answers the same client now. Each signal holds for the seconds it names. */
export class Collision {
  private readonly others = new Map<string, { name: string; until: number }>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly stream: string,
    private readonly tell: (names: string[]) => void,
  ) {}

  hear(signal: Signal): void {
    if (signal.s !== this.stream || signal.kind !== "replying") return;
    const by = signal["by"] as { id?: number | string; name: string };
    if (by.id === undefined || String(by.id) === me().id) return;
    this.others.set(String(by.id), { name: by.name, until: Date.now() + Number(signal["expires"] ?? 6) * 1000 });
    this.draw();
  }

  /** Who has written is not writing any more. */
  wrote(author: string): void {
    if (this.others.delete(author)) this.draw();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private draw(): void {
    clearTimeout(this.timer);
    const now = Date.now();
    for (const [id, other] of this.others) if (other.until <= now) this.others.delete(id);
    this.tell([...this.others.values()].map((other) => other.name));
    if (this.others.size) this.timer = setTimeout(() => this.draw(), 500);
  }
}
