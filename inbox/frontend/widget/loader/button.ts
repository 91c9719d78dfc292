const SVG = "http://www.w3.org/2000/svg";
const BUBBLE = "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z";
const DOWN = "M6 9.5l6 6 6-6";

interface Words {
  open: string;
  close: string;
  launcher: string;
  unread: { one: string; other: string };
}

/** The round button, and on it how many messages wait. */
export class Button {
  readonly element = document.createElement("button");
  private readonly path = document.createElementNS(SVG, "path");
  private readonly label = document.createElement("span");
  private readonly count = document.createElement("span");
  private waiting = 0;
  private isOpen = false;

  constructor(
    private readonly words: Words,
    click: () => void,
  ) {
    const glyph = document.createElementNS(SVG, "svg");
    glyph.setAttribute("viewBox", "0 0 24 24");
    glyph.setAttribute("aria-hidden", "true");
    glyph.append(this.path);
    this.count.className = "count";
    this.count.setAttribute("aria-hidden", "true");
    this.element.type = "button";
    this.element.className = "launch";
    this.element.append(glyph, this.label, this.count);
    this.element.addEventListener("click", click);
    this.draw();
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  opened(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.draw();
  }

  badge(waiting: number): void {
    this.waiting = waiting;
    this.draw();
  }

  private draw(): void {
    const { open, close, unread } = this.words;
    const news = (this.waiting === 1 ? unread.one : unread.other).replace("%(count)s", String(this.waiting));
    const worded = this.words.launcher && !this.isOpen;
    this.label.textContent = worded ? this.words.launcher : "";
    this.element.classList.toggle("worded", !!worded);
    this.path.setAttribute("d", this.isOpen ? DOWN : BUBBLE);
    this.element.ariaLabel = this.isOpen ? close : [this.words.launcher, open].filter(Boolean).join(": ") + (this.waiting ? ` (${news})` : "");
    this.element.ariaExpanded = String(this.isOpen);
    this.count.textContent = this.waiting > 9 ? "9+" : String(this.waiting);
    this.count.hidden = !this.waiting || this.isOpen;
  }
}
