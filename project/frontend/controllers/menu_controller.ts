import { Controller } from "@hotwired/stimulus";

const GAP = 4;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** A popover of actions: placed beside its button, walked by arrows and first letters, closed by a choice. */
export class MenuController extends Controller<HTMLElement> {
  private typed = "";
  private typedAt = 0;
  private readonly toggled = (event: Event) => this.toggle((event as ToggleEvent).newState === "open");
  private readonly pressed = (event: KeyboardEvent) => this.press(event);
  /** Before the choice is acted upon, so that a dialog it opens gives the focus back to the menu's button. */
  private readonly clicked = (event: Event) => (event.target as Element).closest(".menu__item") && this.element.hidePopover();

  override connect(): void {
    this.element.addEventListener("toggle", this.toggled);
    this.element.addEventListener("keydown", this.pressed);
    this.element.addEventListener("click", this.clicked, true);
    this.button?.setAttribute("aria-haspopup", "menu");
  }

  override disconnect(): void {
    this.element.removeEventListener("toggle", this.toggled);
    this.element.removeEventListener("keydown", this.pressed);
    this.element.removeEventListener("click", this.clicked, true);
  }

  private get button(): HTMLElement | null {
    return document.querySelector(`[popovertarget="${CSS.escape(this.element.id)}"]`);
  }

  private get items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(".menu__item:not(:disabled)")];
  }

  private toggle(open: boolean): void {
    this.button?.setAttribute("aria-expanded", String(open));
    if (!open) return;
    if (this.button) place(this.element, this.button.getBoundingClientRect());
    this.items[0]?.focus();
  }

  private press(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (event.key === "Tab") return this.element.hidePopover();
    const items = this.items;
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (step !== undefined) items[Number.isFinite(step) ? (at + step + items.length) % items.length : step < 0 ? 0 : items.length - 1]?.focus();
    else if (event.key.length === 1 && !event.metaKey && !event.ctrlKey && event.key !== " ") this.seek(event, items, at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private seek(event: KeyboardEvent, items: HTMLElement[], at: number): void {
    this.typed = event.timeStamp - this.typedAt > 600 ? event.key : this.typed + event.key;
    this.typedAt = event.timeStamp;
    const turned = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    turned.find((item) => item.textContent?.trim().toLowerCase().startsWith(this.typed.toLowerCase()))?.focus();
  }
}

/** Below and along the button's start, else where there is room. The content policy lets a script set a style. */
export function place(menu: HTMLElement, button: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const rtl = getComputedStyle(menu).direction === "rtl";
  const below = button.bottom + GAP;
  const top = below + height < innerHeight ? below : Math.max(GAP, button.top - GAP - height);
  const beside = button.left < 80 && button.bottom > innerHeight - 120; // at the foot of the rail: stand beside it
  const start = beside ? button.right + GAP : rtl ? button.right - width : button.left;
  menu.style.top = `${beside ? Math.max(GAP, button.bottom - height) : top}px`;
  menu.style.left = `${Math.min(Math.max(GAP, start), innerWidth - width - GAP)}px`;
}
