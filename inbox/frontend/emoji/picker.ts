import { load, search, type Emoji } from "./data.ts";
import type { Recent } from "./recent.ts";

const FOUND = 60;
const GAP = 6;

export interface PickerWords {
  title: string;
  search: string;
  recent: string;
  found: string;
  none: string;
  lost: string;
}

/**
 * A panel to choose an emoji from: found by its name, or in its group; arrows walk the grid, Enter takes, Escape leaves. One panel
 * for a page; agents' pages and the chat share it.
 */
export class EmojiPicker {
  private readonly panel = element("div", "emoji-picker");
  private readonly field = document.createElement("input");
  private readonly grid = element("div", "emoji-picker__grid");
  private readonly said = element("p", "emoji-picker__said");
  private beside: HTMLElement | null = null;
  private choose: (emoji: string) => void = () => undefined;

  constructor(
    private readonly url: string,
    private readonly words: PickerWords,
    private readonly recent: Recent,
  ) {
    this.panel.popover = "auto";
    this.panel.setAttribute("role", "dialog");
    this.panel.setAttribute("aria-label", words.title);
    this.panel.dataset["kept"] = "";
    this.field.type = "search";
    this.field.placeholder = words.search;
    this.field.setAttribute("aria-label", words.search);
    this.said.setAttribute("role", "status");
    this.panel.append(this.field, this.said, this.grid);
    this.field.addEventListener("input", () => void this.draw());
    this.panel.addEventListener("keydown", (event) => this.key(event));
    this.grid.addEventListener("click", (event) => this.take((event.target as Element).closest<HTMLElement>("[data-emoji]")));
    this.panel.addEventListener("toggle", (event) => (event as ToggleEvent).newState === "closed" && this.beside?.setAttribute("aria-expanded", "false"));
  }

  /** Beside the button that asked; `choose` hears which one, and puts the focus where it belongs. */
  open(beside: HTMLElement, choose: (emoji: string) => void): void {
    [this.beside, this.choose] = [beside, choose];
    if (!this.panel.isConnected) document.body.append(this.panel);
    this.field.value = "";
    this.panel.showPopover();
    beside.setAttribute("aria-expanded", "true");
    this.place(beside);
    this.field.focus();
    void this.draw();
  }

  private async draw(): Promise<void> {
    const typed = this.field.value;
    try {
      const groups = await load(this.url);
      if (typed !== this.field.value) return;
      const names = new Map(groups.flatMap(([, all]) => all.map(([emoji, name]) => [emoji, name] as const)));
      const found = search(groups, typed, FOUND);
      const recent = this.recent.quick(18).map((emoji): Emoji => [emoji, names.get(emoji) ?? emoji, "", []]);
      const shown = typed.trim() ? [group(this.words.found, found)] : [group(this.words.recent, recent), ...groups.map(([name, all]) => group(name, all))];
      this.grid.replaceChildren(...(typed.trim() && !found.length ? [] : shown));
      this.said.textContent = typed.trim() && !found.length ? this.words.none : "";
      this.buttons[0]?.setAttribute("tabindex", "0");
    } catch {
      this.said.textContent = this.words.lost;
    }
  }

  private get buttons(): HTMLElement[] {
    return [...this.grid.querySelectorAll<HTMLElement>("[data-emoji]")];
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Escape") this.leave();
    else if (event.target === this.field && event.key === "Enter") this.take(this.buttons[0] ?? null);
    else if (event.target === this.field && event.key === "ArrowDown") this.stand(this.buttons[0]);
    else if (event.target !== this.field && event.key.startsWith("Arrow")) this.walk(event.key, event.target as HTMLElement);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private walk(key: string, from: HTMLElement): void {
    const buttons = this.buttons;
    const at = buttons.indexOf(from);
    const along = getComputedStyle(this.grid).direction === "rtl" ? -1 : 1;
    if (key === "ArrowLeft" || key === "ArrowRight") return this.stand(buttons[at + (key === "ArrowRight" ? along : -along)]);
    const { left, top } = from.getBoundingClientRect();
    const below = key === "ArrowDown";
    const beyond = buttons.map((button) => ({ button, box: button.getBoundingClientRect() })).filter(({ box }) => (below ? box.top > top + 4 : box.top < top - 4));
    const row = below ? Math.min(...beyond.map(({ box }) => box.top)) : Math.max(...beyond.map(({ box }) => box.top));
    const inRow = beyond.filter(({ box }) => Math.abs(box.top - row) < 4).sort((one, other) => Math.abs(one.box.left - left) - Math.abs(other.box.left - left));
    if (inRow[0]) this.stand(inRow[0].button);
    else if (!below) this.field.focus();
  }

  private stand(button: HTMLElement | undefined): void {
    if (!button) return;
    for (const each of this.grid.querySelectorAll("[tabindex='0']")) each.setAttribute("tabindex", "-1");
    button.setAttribute("tabindex", "0");
    button.focus();
  }

  private take(button: HTMLElement | null): void {
    const emoji = button?.dataset["emoji"];
    if (!emoji) return;
    this.recent.used(emoji);
    this.panel.hidePopover();
    this.choose(emoji);
  }

  private leave(): void {
    this.panel.hidePopover();
    this.beside?.focus();
  }

  /** Above the button where there is more room. */
  private place(beside: HTMLElement): void {
    const box = beside.getBoundingClientRect();
    const { offsetWidth: width } = this.panel;
    const above = box.top > innerHeight - box.bottom;
    Object.assign(this.panel.style, {
      left: `${Math.max(GAP, Math.min(box.left, innerWidth - width - GAP))}px`,
      top: above ? "auto" : `${box.bottom + GAP}px`,
      bottom: above ? `${innerHeight - box.top + GAP}px` : "auto",
      maxHeight: `${Math.min(352, (above ? box.top : innerHeight - box.bottom) - 2 * GAP)}px`,
    });
  }
}

function group(name: string, all: Emoji[]): HTMLElement {
  const place = element("div", "emoji-picker__group");
  const title = element("p", "emoji-picker__title");
  title.textContent = name;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", name);
  place.append(title, ...all.map(([emoji, label]) => button(emoji, label)));
  return place;
}

function button(emoji: string, name: string): HTMLElement {
  const drawn = element("button", "emoji-picker__emoji");
  drawn.setAttribute("type", "button");
  drawn.setAttribute("tabindex", "-1");
  drawn.setAttribute("aria-label", name);
  drawn.title = name;
  drawn.dataset["emoji"] = emoji;
  drawn.textContent = emoji;
  return drawn;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
