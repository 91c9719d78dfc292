import { the } from "./dom.ts";

const NEAR = 80;

/** Keeps a reader's place: what arrives below never moves what they read, and who is at the end stays there. */
export class Scroll {
  private readonly log = the("log");
  private readonly jump = the("jump");

  constructor(private readonly arrivedAtEnd: () => void) {
    this.jump.addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scroll", () => {
      if (!this.atEnd || this.jump.hidden) return;
      this.jump.hidden = true;
      this.arrivedAtEnd();
    });
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.log);
  }

  private stuck = true;

  get atEnd(): boolean {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  toEnd(): void {
    this.log.scrollTop = this.log.scrollHeight;
    this.stuck = true;
    this.jump.hidden = true;
  }

  /** Draw something; `news` says whether it is worth a pill when the reader is elsewhere. */
  around(draw: () => void, news: boolean): void {
    const wasAtEnd = this.atEnd;
    draw();
    this.stuck = wasAtEnd;
    if (wasAtEnd) this.toEnd();
    else if (news) this.jump.hidden = false;
  }

  /** Older lines came in above: what was being read stays where it is. */
  above(draw: () => void): void {
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    draw();
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
  }
}
