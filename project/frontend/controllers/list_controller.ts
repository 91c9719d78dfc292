import { Controller } from "@hotwired/stimulus";

/**
 * A list walked by `j` and `k`; `enter` opens what has the focus, as any link does.
 *
 * @example <ul class="rows" data-controller="list"><li data-list-target="item"><a href="/inbox/7/">…</a></li></ul>
 */
export class ListController extends Controller<HTMLElement> {
  static override targets = ["item"];
  declare readonly itemTargets: HTMLElement[];
  private readonly shortcut = (event: Event) => {
    const step = { j: 1, k: -1 }[(event as CustomEvent<{ keys: string }>).detail.keys];
    if (step && this.isTheOne && this.step(step)) event.preventDefault();
  };

  override connect(): void {
    document.addEventListener("shortcut", this.shortcut);
  }

  override disconnect(): void {
    document.removeEventListener("shortcut", this.shortcut);
  }

  private step(step: number): boolean {
    const items = this.itemTargets.filter((item) => item.checkVisibility());
    const at = items.findIndex((item) => item.contains(document.activeElement));
    const from = at >= 0 ? at : items.findIndex((item) => item.matches("[aria-current], [data-current]"));
    const next = items[from < 0 ? (step > 0 ? 0 : items.length - 1) : from + step];
    const link = next?.querySelector<HTMLElement>("a[href]") ?? next?.querySelector<HTMLElement>("button");
    link?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return Boolean(link);
  }

  /** Keys go to the list with the focus, else to the first that is seen. */
  private get isTheOne(): boolean {
    const lists = [...document.querySelectorAll<HTMLElement>("[data-controller~='list']")].filter((list) => list.checkVisibility());
    return (lists.find((list) => list.contains(document.activeElement)) ?? lists[0]) === this.element;
  }
}
