import { Controller } from "@hotwired/stimulus";

/** Tabs over panels: arrows move and choose, as the ARIA practices describe it. Tabs of links need no controller. */
export class TabsController extends Controller<HTMLElement> {
  choose(event: Event): void {
    this.select(event.currentTarget as HTMLElement);
  }

  move(event: KeyboardEvent): void {
    const rtl = getComputedStyle(this.element).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: rtl, ArrowLeft: -rtl }[event.key];
    if (!step) return;
    event.preventDefault();
    const tabs = this.tabs;
    const next = tabs[(tabs.indexOf(event.currentTarget as HTMLElement) + step + tabs.length) % tabs.length]!;
    this.select(next);
    next.focus();
  }

  private get tabs(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>("[role='tab']")];
  }

  private select(chosen: HTMLElement): void {
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = tab !== chosen;
    }
  }
}
