import { Controller } from "@hotwired/stimulus";

/** What is logged on a timeline: a note, or a call and how it went. What does not belong to the kind is not sent. */
export class LoggingController extends Controller<HTMLFormElement> {
  static override targets = ["kind", "choice", "facts", "shell"];
  declare readonly kindTarget: HTMLInputElement;
  declare readonly choiceTargets: HTMLElement[];
  declare readonly factsTargets: HTMLFieldSetElement[];
  declare readonly shellTarget: HTMLElement;
  private readonly cleared = () => this.clear();

  override connect(): void {
    this.element.addEventListener("outbox:cleared", this.cleared);
    this.show(this.kindTarget.value);
  }

  override disconnect(): void {
    this.element.removeEventListener("outbox:cleared", this.cleared);
  }

  choose({ params }: { params: { kind: string } }): void {
    this.show(params.kind);
    this.element.querySelector("textarea")?.focus();
  }

  private show(kind: string): void {
    this.kindTarget.value = kind;
    this.shellTarget.dataset["kind"] = kind;
    for (const choice of this.choiceTargets) choice.setAttribute("aria-pressed", String(choice.dataset["loggingKindParam"] === kind));
    for (const facts of this.factsTargets) facts.hidden = facts.disabled = facts.dataset["kind"] !== kind;
  }

  private clear(): void {
    for (const field of this.element.querySelectorAll<HTMLInputElement | HTMLSelectElement>(".timeline__facts :is(input, select)")) field.value = "";
    for (const tick of this.element.querySelectorAll<HTMLInputElement>("[name=also]")) tick.checked = tick.defaultChecked;
    this.show("note");
  }
}
