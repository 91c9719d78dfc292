import { Controller } from "@hotwired/stimulus";
import { gettext } from "../../../live/frontend/text.ts";

/**
 * An ordered list of rows in a form that one adds, moves and removes. The order of the fields is the order of the rows.
 * Each row holds a `role="group"`, which is called after its place.
 *
 * @example
 * <form data-controller="rows" data-action="keydown->rows#key"><ol data-rows-target="list"><li data-rows-target="row">…</li></ol>
 *   <template data-rows-target="blank"><li data-rows-target="row">…</li></template><button data-action="rows#add">Add</button></form>
 */
export class RowsController extends Controller<HTMLElement> {
  static override targets = ["list", "row", "blank", "said"];
  declare readonly listTarget: HTMLElement;
  declare readonly rowTargets: HTMLElement[];
  declare readonly blankTarget: HTMLTemplateElement;
  declare readonly saidTarget: HTMLElement;

  rowTargetConnected(): void {
    this.number();
  }

  rowTargetDisconnected(): void {
    this.number();
  }

  add(): void {
    const row = this.blankTarget.content.firstElementChild!.cloneNode(true) as HTMLElement;
    this.listTarget.append(row);
    fieldIn(row)?.focus();
  }

  remove(event: Event): void {
    const row = rowOf(event);
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (fieldIn(beside) ?? this.element.querySelector<HTMLElement>("[data-action='rows#add']"))?.focus();
  }

  up(event: Event): void {
    this.move(event, -1);
  }

  down(event: Event): void {
    this.move(event, 1);
  }

  /** Alt and an arrow move the row one stands in. */
  key(event: KeyboardEvent): void {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (!by || !(event.target as Element).closest("[data-rows-target='row']")) return;
    event.preventDefault();
    this.move(event, by);
  }

  private move(event: Event, by: number): void {
    const row = rowOf(event);
    const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!beside) return;
    const focused = document.activeElement as HTMLElement;
    if (by < 0) beside.before(row);
    else beside.after(row);
    focused.focus(); // moving an element takes the focus off it
    this.number();
    this.saidTarget.textContent = gettext("Now step %(number)s of %(all)s", { number: this.rowTargets.indexOf(row) + 1, all: this.rowTargets.length });
  }

  private number(): void {
    this.rowTargets.forEach((row, place) => {
      row.querySelector("[role='group']")!.setAttribute("aria-label", gettext("Step %(number)s", { number: place + 1 }));
      row.querySelector("[data-number]")!.textContent = String(place + 1);
    });
  }
}

function rowOf(event: Event): HTMLElement {
  return (event.target as Element).closest<HTMLElement>("[data-rows-target='row']")!;
}

function fieldIn(row: Element | null): HTMLElement | null {
  return row?.querySelector<HTMLElement>("select, input:not([type=hidden]), textarea") ?? null;
}
