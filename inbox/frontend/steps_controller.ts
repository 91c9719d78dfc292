import { Controller } from "@hotwired/stimulus";

/**
 * The steps of a macro, beside the `rows` that move them: each shows the fields of what it does.
 *
 * @example
 * <form data-controller="rows steps"><ol data-rows-target="list"><li data-rows-target="row" data-steps-target="step">…</li></ol></form>
 */
export class StepsController extends Controller<HTMLElement> {
  static override targets = ["step"];

  stepTargetConnected(step: HTMLElement): void {
    this.fit(step);
  }

  change(event: Event): void {
    this.fit((event.target as Element).closest<HTMLElement>("[data-steps-target='step']")!);
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
}
