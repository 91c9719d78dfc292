import { Controller } from "@hotwired/stimulus";

/** A form that shows what belongs to the kind that is chosen: `<form data-controller="kinds"><select name="kind">… <div data-kinds="number money">`. */
export class KindsController extends Controller<HTMLElement> {
  override connect(): void {
    this.show();
  }

  show(): void {
    const { value } = this.element.querySelector<HTMLSelectElement>("[name=kind]")!;
    for (const part of this.element.querySelectorAll<HTMLElement>("[data-kinds]")) part.hidden = !part.dataset["kinds"]!.split(" ").includes(value);
  }
}
