import { Controller } from "@hotwired/stimulus";
import { gettext } from "../../live/frontend/text.ts";

/**
 * An ordered list of steps that one adds, moves and removes; each shows the fields of what it does. The order of the fields
 * in the form is the order of the steps.
 *
 * @example
 * <div data-controller="steps"><ol data-steps-target="list"><li data-steps-target="step">…</li></ol>
 *   <template data-steps-target="blank"><li data-steps-target="step">…</li></template><button data-action="steps#add">Add</button></div>
 */
export class StepsController extends Controller<HTMLElement> {
  static override targets = ["list", "step", "blank", "said"];
  declare readonly listTarget: HTMLElement;
  declare readonly stepTargets: HTMLElement[];
  declare readonly blankTarget: HTMLTemplateElement;
  declare readonly saidTarget: HTMLElement;

  stepTargetConnected(step: HTMLElement): void {
    this.fit(step);
    this.number();
  }

  stepTargetDisconnected(): void {
    this.number();
  }

  add(): void {
    const step = this.blankTarget.content.firstElementChild!.cloneNode(true) as HTMLElement;
    this.listTarget.append(step);
    step.querySelector("select")!.focus();
  }

  change(event: Event): void {
    this.fit(this.stepOf(event));
  }

  remove(event: Event): void {
    const step = this.stepOf(event);
    const beside = (step.nextElementSibling ?? step.previousElementSibling)?.querySelector<HTMLElement>("select");
    step.remove();
    (beside ?? this.element.querySelector<HTMLElement>("[data-action='steps#add']"))?.focus();
  }

  up(event: Event): void {
    this.move(event, -1);
  }

  down(event: Event): void {
    this.move(event, 1);
  }

  /** Alt and an arrow move the step one stands in. */
  key(event: KeyboardEvent): void {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (!by || !(event.target as Element).closest("[data-steps-target='step']")) return;
    event.preventDefault();
    this.move(event, by);
  }

  private move(event: Event, by: number): void {
    const step = this.stepOf(event);
    const beside = by < 0 ? step.previousElementSibling : step.nextElementSibling;
    if (!beside) return;
    const focused = document.activeElement as HTMLElement;
    if (by < 0) beside.before(step);
    else beside.after(step);
    focused.focus(); // moving an element takes the focus off it
    this.number();
    this.saidTarget.textContent = gettext("Now step %(number)s of %(all)s", { number: this.stepTargets.indexOf(step) + 1, all: this.stepTargets.length });
  }

  private stepOf(event: Event): HTMLElement {
    return (event.target as Element).closest<HTMLElement>("[data-steps-target='step']")!;
  }

  /** The fields of what it does are shown; the others go along empty, so that the columns of the form keep their rows. */
  private fit(step: HTMLElement): void {
    const kind = step.querySelector<HTMLSelectElement>("[name='step-do']")!.value;
    const snippet = step.querySelector<HTMLSelectElement>("[name='step-snippet']")!;
    for (const part of step.querySelectorAll<HTMLElement>("[data-for]")) part.hidden = !part.dataset["for"]!.split(" ").includes(kind);
    const text = step.querySelector<HTMLElement>("[data-text]")!;
    text.hidden ||= snippet.value !== "";
    for (const field of step.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("[data-for] :is(input, select, textarea)")) {
      if (field.closest("[hidden]")) field.value = "";
    }
  }

  private number(): void {
    this.stepTargets.forEach((step, place) => {
      const label = gettext("Step %(number)s", { number: place + 1 });
      step.querySelector("[role='group']")!.setAttribute("aria-label", label);
      step.querySelector("[data-number]")!.textContent = String(place + 1);
    });
  }
}
