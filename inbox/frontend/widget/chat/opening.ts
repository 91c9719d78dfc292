import type { Opening } from "./shapes.ts";

/** Whether somebody is there at `now`, and when that changes next (ms; null: not as far as is known). Pure. */
export function standing({ open, changes }: Opening, now: number): { open: boolean; next: number | null } {
  const past = changes.filter((change) => change <= now).length;
  return { open: past % 2 ? !open : open, next: changes[past] ?? null };
}

const LONGEST = 6 * 3_600_000;

/** Turns at the minute: `turned` is called whenever somebody comes or goes, `ranOut` when no more changes are known. */
export class Clock {
  private opening: Opening | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private skew = 0;

  constructor(
    private readonly turned: () => void,
    private readonly ranOut: () => void,
  ) {}

  /** `fresh`: told by the server just now, so that the clocks can be compared. */
  set(opening: Opening | null, fresh: boolean): void {
    this.opening = opening;
    if (opening && fresh) this.skew = opening.at - Date.now();
    this.wait();
  }

  get now(): { open: boolean; next: number | null } {
    return this.opening ? standing(this.opening, Date.now() + this.skew) : { open: true, next: null };
  }

  private wait(): void {
    clearTimeout(this.timer);
    const { next } = this.now;
    if (next !== null) this.timer = setTimeout(() => this.turn(), Math.min(LONGEST, next - Date.now() - this.skew + 50));
  }

  private turn(): void {
    this.wait();
    this.turned();
    if (this.opening?.changes.length && this.now.next === null) this.ranOut();
  }
}
