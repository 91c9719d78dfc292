import { Controller } from "@hotwired/stimulus";
import { gettext } from "../../../live/frontend/text.ts";
import { isMac, isWriting, said, Sequence } from "../keys.ts";
import { prefer } from "../prefer.ts";
import { SHORTCUTS } from "../shortcuts.ts";

/**
 * Keys click the button that prints them: `<button data-shortcut="e">Close</button>`. The table is shortcuts.ts.
 * Lists and others that have no button listen to `shortcut` on the document, detail `{keys}`, and cancel it when they acted.
 */
export class ShortcutsController extends Controller<HTMLElement> {
  static override targets = ["dialog", "list", "switch"];
  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly listTarget: HTMLElement;
  declare readonly switchTarget: HTMLInputElement;
  private readonly sequence = new Sequence(SHORTCUTS.map((shortcut) => shortcut.keys));
  private readonly pressed = (event: KeyboardEvent) => this.press(event);

  override connect(): void {
    document.addEventListener("keydown", this.pressed);
    if (isMac()) this.printMac(document.body);
  }

  override disconnect(): void {
    document.removeEventListener("keydown", this.pressed);
  }

  help(): void {
    this.listTarget.replaceChildren(...groups());
    this.switchTarget.checked = isOn();
    if (!this.dialogTarget.open) this.dialogTarget.showModal();
  }

  turn(): void {
    const on = this.switchTarget.checked;
    document.body.dataset["shortcuts"] = on ? "on" : "off";
    void prefer("shortcuts", String(on));
  }

  private press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    const writing = isWriting(document.activeElement);
    const key = said(event);
    if (!key || (writing && !worksWhileTyping(key))) return;
    const keys = writing ? key : this.sequence.take(key, event.timeStamp);
    if (keys && (isOn() || worksWhileTyping(keys)) && this.run(keys, writing)) event.preventDefault();
  }

  private run(keys: string, writing: boolean): boolean {
    if (keys === "?") return this.help(), true;
    if (keys === "esc" && (isOpen() || writing)) return writing && !isOpen() ? leave() : false;
    const asked = new CustomEvent("shortcut", { detail: { keys }, cancelable: true });
    if (!document.dispatchEvent(asked)) return true;
    if (keys === "enter") return false; // the focused link or button has it
    const button = find(keys);
    if (button) act(button);
    return button !== null;
  }

  private printMac(root: Element): void {
    for (const key of root.querySelectorAll("kbd[data-mod]")) key.textContent = "⌘";
  }
}

export function isOn(): boolean {
  return document.body.dataset["shortcuts"] !== "off";
}

function worksWhileTyping(keys: string): boolean {
  return SHORTCUTS.some((shortcut) => shortcut.typing && shortcut.keys === keys);
}

function isOpen(): boolean {
  return document.querySelector("dialog[open], [popover]:popover-open:not(.tooltip)") !== null;
}

function leave(): boolean {
  (document.activeElement as HTMLElement).blur();
  return true;
}

/** The button of these keys: in the open dialog if there is one, the newest toast's, the first that is seen, one in a menu. */
function find(keys: string): HTMLElement | null {
  const dialog = [...document.querySelectorAll("dialog:modal")].pop();
  const all = [...(dialog ?? document).querySelectorAll<HTMLElement>(`[data-shortcut="${CSS.escape(keys)}"]:not(:disabled)`)];
  const seen = all.filter((each) => each.checkVisibility());
  const toast = seen.filter((each) => each.closest(".toast")).pop();
  const hidden = all.find((each) => each.closest("[popover]") ?? keys === "esc");
  return toast ?? seen[0] ?? hidden ?? null;
}

function act(element: HTMLElement): void {
  if (isWriting(element)) element.focus();
  else element.click();
}

function groups(): HTMLElement[] {
  const places = [...new Set(SHORTCUTS.map((shortcut) => shortcut.where))];
  return places.map((where) => {
    const group = document.createElement("section");
    const title = document.createElement("h3");
    const list = document.createElement("dl");
    title.textContent = gettext(where);
    for (const shortcut of SHORTCUTS.filter((each) => each.where === where)) list.append(...line(shortcut.label, shortcut.keys));
    group.append(title, list);
    return group;
  });
}

function line(label: string, keys: string): HTMLElement[] {
  const name = document.createElement("dt");
  const value = document.createElement("dd");
  name.textContent = gettext(label);
  value.append(caps(keys));
  return [name, value];
}

/** Keycaps as templates/ui/kbd.html draws them. */
export function caps(keys: string): HTMLElement {
  const drawn = document.createElement("span");
  const names: Record<string, string> = { mod: isMac() ? "⌘" : "Ctrl", enter: "↵", esc: "Esc", shift: "⇧" };
  drawn.className = "kbd";
  for (const key of keys.split(/[ +]/)) {
    const cap = document.createElement("kbd");
    cap.textContent = names[key] ?? key;
    drawn.append(cap);
  }
  return drawn;
}
