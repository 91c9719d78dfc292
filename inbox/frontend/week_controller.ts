import { Controller } from "@hotwired/stimulus";

const WORKDAYS = ["tue", "wed", "thu", "fri"];

/**
 * A week of hours and a list of closed days, written quickly.
 *
 *   <form data-controller="week" data-week-name-value="week">
 *     <input name="week-mon-0-from"> … <button type="button" data-action="week#copy">As Monday</button>
 *     <ul data-week-target="rows"><li><input name="closures-first"><button type="button" data-action="week#remove">…</button></li></ul>
 *     <template data-week-target="row"><li>…</li></template> <button type="button" data-action="week#add">Another</button>
 *   </form>
 */
export class WeekController extends Controller<HTMLElement> {
  static override targets = ["rows", "row"];
  static override values = { name: String };
  declare readonly rowsTarget: HTMLElement;
  declare readonly rowTarget: HTMLTemplateElement;
  declare readonly nameValue: string;

  /** Tuesday to Friday as Monday. */
  copy(): void {
    for (const input of this.element.querySelectorAll<HTMLInputElement>(`[name^="${this.nameValue}-mon-"]`)) {
      for (const day of WORKDAYS) this.put(input.name.replace("-mon-", `-${day}-`), input.value);
    }
  }

  add(): void {
    this.rowsTarget.append(this.rowTarget.content.cloneNode(true));
    this.rowsTarget.lastElementChild?.querySelector("input")?.focus();
  }

  remove(event: Event): void {
    const row = (event.currentTarget as HTMLElement).closest("li")!;
    const near = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (near ?? this.element).querySelector<HTMLElement>("input, button")?.focus();
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private put(name: string, value: string): void {
    const input = this.element.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (!input || input.value === value) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
