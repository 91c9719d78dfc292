import { Controller } from "@hotwired/stimulus";
import { gettext } from "../../live/frontend/text.ts";
import { visit } from "../../project/frontend/visit.ts";
import type { Editor } from "./filter/editor.ts";

/** Opens the filter's editor, which is loaded when it is wanted, and goes to the list that was asked for. */
export class FilterController extends Controller<HTMLElement> {
  static override targets = ["dialog", "form", "bar"];
  static override values = { choices: String, address: String };
  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly formTarget: HTMLFormElement;
  declare readonly barTarget: HTMLElement;
  declare readonly choicesValue: string;
  declare readonly addressValue: string;
  private editor: Editor | null = null;

  async open(): Promise<void> {
    if (!this.dialogTarget.open) this.dialogTarget.showModal();
    try {
      const [{ Editor }, answer] = await Promise.all([import("./filter/editor.ts"), fetch(this.choicesValue, { cache: "no-store" })]);
      if (!answer.ok) throw new Error(String(answer.status));
      const { fields } = (await answer.json()) as { fields: [] };
      this.editor = new Editor(this.formTarget, fields);
      this.editor.show(this.barTarget.dataset["filter"] ?? "");
    } catch {
      this.formTarget.replaceChildren(gettext("This could not be loaded. Close it and try again."));
    }
  }

  apply(event: Event): void {
    if (!this.editor) return;
    event.preventDefault();
    this.go(this.editor.text);
  }

  clear(): void {
    this.go("");
  }

  private go(filter: string): void {
    const url = new URL(this.addressValue, location.href);
    if (filter) url.searchParams.set("filter", filter);
    this.dialogTarget.close();
    visit(url.pathname + url.search);
  }
}
