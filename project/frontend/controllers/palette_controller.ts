import { Controller } from "@hotwired/stimulus";
import { find, type Action } from "../palette.ts";
import { caps } from "./shortcuts_controller.ts";

/** ⌘K: find and do. A combobox over a list, as the ARIA practices describe it. */
export class PaletteController extends Controller<HTMLElement> {
  static override targets = ["dialog", "input", "list", "none"];
  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly inputTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly noneTarget: HTMLElement;
  private actions: Action[] = [];
  private at = 0;
  private asked = 0;
  /** Enter was pressed before anything was found: the first that is, is run. */
  private hurried = false;
  private readonly shortcut = (event: Event) => {
    if ((event as CustomEvent<{ keys: string }>).detail.keys !== "mod+k") return;
    event.preventDefault();
    this.open();
  };

  override connect(): void {
    document.addEventListener("shortcut", this.shortcut);
  }

  override disconnect(): void {
    document.removeEventListener("shortcut", this.shortcut);
  }

  open(): void {
    if (this.dialogTarget.open) return this.dialogTarget.close();
    this.inputTarget.value = "";
    this.listTarget.replaceChildren();
    void this.filter();
    this.dialogTarget.showModal();
    this.inputTarget.focus();
  }

  async filter(): Promise<void> {
    const asked = ++this.asked;
    this.at = 0;
    this.hurried = false;
    await find(this.inputTarget.value, (actions) => asked === this.asked && this.show(actions));
    if (asked === this.asked) this.noneTarget.hidden = this.actions.length > 0;
  }

  /** Who has walked on already stays on what they stand on. */
  private show(actions: Action[]): void {
    const on = this.at > 0 ? this.actions[this.at] : undefined;
    this.actions = actions;
    this.at = Math.max(0, on ? actions.indexOf(on) : 0);
    this.listTarget.replaceChildren(...actions.map(option));
    if (actions.length) this.noneTarget.hidden = true;
    this.mark();
    if (this.hurried && actions.length) this.run(0);
  }

  move(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || (!step && event.key !== "Enter")) return;
    event.preventDefault();
    if (!step) return this.run(this.at);
    this.at = (this.at + step + this.actions.length) % Math.max(1, this.actions.length);
    this.mark();
  }

  choose(event: Event): void {
    const chosen = (event.target as Element).closest("[role='option']");
    if (chosen) this.run([...this.listTarget.children].indexOf(chosen));
  }

  private run(at: number): void {
    const action = this.actions[at];
    this.hurried = !action;
    if (!action) return;
    this.dialogTarget.close();
    action.run();
  }

  private mark(): void {
    [...this.listTarget.children].forEach((each, place) => each.setAttribute("aria-selected", String(place === this.at)));
    const current = this.listTarget.children[this.at];
    this.inputTarget.setAttribute("aria-activedescendant", current?.id ?? "");
    current?.scrollIntoView({ block: "nearest" });
  }
}

function option(action: Action, place: number): HTMLElement {
  const drawn = document.createElement("div");
  const label = document.createElement("span");
  drawn.className = "menu__item";
  drawn.id = `palette-${place}`;
  drawn.setAttribute("role", "option");
  label.className = "truncate";
  label.textContent = action.label;
  drawn.append(label);
  if (action.hint) drawn.append(hint(action.hint));
  if (action.keys) drawn.append(caps(action.keys));
  return drawn;
}

function hint(words: string): HTMLElement {
  const drawn = document.createElement("span");
  drawn.className = "soft small truncate";
  drawn.textContent = words;
  return drawn;
}
