import { Controller } from "@hotwired/stimulus";
import { dayBy, written } from "./days.ts";

/** Buttons that set a date field: `<div data-controller="days" data-days-field-value="id"><button data-action="days#set" data-days-by-param="2w">`. */
export class DaysController extends Controller<HTMLElement> {
  static override values = { field: String };
  declare readonly fieldValue: string;

  set({ params }: { params: { by: string } }): void {
    const field = document.getElementById(this.fieldValue) as HTMLInputElement;
    field.value = written(dayBy(params.by, new Date()));
    field.focus();
  }
}
