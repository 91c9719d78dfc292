import { Controller } from "@hotwired/stimulus";
import { ask } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { place } from "../../project/frontend/controllers/menu_controller.ts";
import { toast } from "../../project/frontend/toast.ts";
import { reason } from "./refusal.ts";
import { otherRow } from "./rows.ts";

const PAUSE = 80;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * The tags of a conversation: a field that finds among thousands, and a list that is walked by arrows; Enter puts on, takes
 * off or makes. What was changed can be undone once it is closed.
 *
 * @example
 * <div id="tags" popover data-controller="tags"><input role="combobox" data-tags-target="box"><div role="listbox" data-tags-target="list"></div>
 *   <p data-tags-target="error"></p></div>
 */
export class TagsController extends Controller<HTMLElement> {
  static override targets = ["box", "list", "error"];
  declare readonly boxTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly errorTarget: HTMLElement;
  private row: HTMLElement | null = null;
  private url = "";
  private next = "";
  private pause: ReturnType<typeof setTimeout> | undefined;
  private request: AbortController | null = null;
  /** Undoing what was done since it was opened: "add" or "remove", by tag. */
  private readonly back = new Map<string, string>();
  private readonly pressed = (event: Event) => this.open(event as CustomEvent<{ keys: string }>);
  private readonly toggled = (event: Event) => this.toggle((event as ToggleEvent).newState === "open");

  override connect(): void {
    document.addEventListener("shortcut", this.pressed);
    this.element.addEventListener("toggle", this.toggled);
  }

  override disconnect(): void {
    document.removeEventListener("shortcut", this.pressed);
    this.element.removeEventListener("toggle", this.toggled);
    clearTimeout(this.pause);
  }

  type(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.find(), PAUSE);
  }

  key(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step) this.stand(this.options[this.at + step] ?? (step > 0 ? this.options[0] : this.options.at(-1)));
    else if (event.key === "Enter" && !event.isComposing) void this.choose(this.options[this.at]);
    else return;
    event.preventDefault();
  }

  pick(event: Event): void {
    void this.choose((event.target as Element).closest<HTMLElement>("[role=option]") ?? undefined);
  }

  /** The end of the page comes into sight: the next one. */
  scrolled(): void {
    const list = this.listTarget;
    if (this.next && list.scrollTop + list.clientHeight > list.scrollHeight - 80) void this.find(this.next);
  }

  private get options(): HTMLElement[] {
    return [...this.listTarget.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private get at(): number {
    return this.options.findIndex((option) => option.id === this.boxTarget.getAttribute("aria-activedescendant"));
  }

  private open(event: CustomEvent<{ keys: string }>): void {
    const row = event.detail.keys === "l" ? otherRow() : null;
    if (!row) return;
    event.preventDefault();
    this.row = row;
    this.element.showPopover();
  }

  private toggle(open: boolean): void {
    if (!open) return this.closed();
    const { row } = this;
    this.row = null;
    const opened = document.getElementById("conversation")?.dataset["threadIdValue"];
    this.url = `${row ? row.querySelector<HTMLAnchorElement>(".row__link")!.pathname : `/inbox/conversations/${opened}/`}tags/`;
    this.boxTarget.value = "";
    this.errorTarget.textContent = "";
    this.back.clear();
    const anchor = row ?? document.querySelector(`[popovertarget="${this.element.id}"]`);
    const stand = () => anchor && place(this.element, anchor.getBoundingClientRect());
    stand();
    this.boxTarget.focus();
    void this.find().then(stand);
  }

  private closed(): void {
    this.listTarget.replaceChildren();
    if (!this.back.size) return;
    const body = new URLSearchParams([...this.back].map(([tag, how]) => [how, tag])).toString();
    toast({ text: gettext("Tags changed"), undo: this.url, method: "PUT", body });
    this.back.clear();
  }

  /** A page of what the field asks for; an answer to older words is dropped. */
  private async find(from = ""): Promise<void> {
    this.request?.abort();
    this.request = new AbortController();
    this.next = "";
    const asked = new URLSearchParams({ q: this.boxTarget.value, from });
    try {
      const answer = await fetch(`${this.url}?${asked}`, { headers: { "HX-Request": "true" }, cache: "no-store", signal: this.request.signal });
      if (!answer.ok) return void (this.errorTarget.textContent = await reason(answer));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("choices")!;
      this.next = page.dataset["next"] ?? "";
      if (from) this.listTarget.append(...page.children);
      else {
        this.listTarget.replaceChildren(...page.children);
        this.listTarget.scrollTop = 0;
        this.stand(this.boxTarget.value ? this.options[0] : undefined);
      }
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.errorTarget.textContent = await reason(null);
    }
  }

  private stand(option: HTMLElement | undefined): void {
    for (const each of this.options) each.toggleAttribute("data-active", each === option);
    if (option) this.boxTarget.setAttribute("aria-activedescendant", option.id);
    else this.boxTarget.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
    if (option && option === this.options.at(-1)) this.scrolled();
  }

  private async choose(option: HTMLElement | undefined): Promise<void> {
    if (!option) return;
    const { tag, make } = option.dataset;
    const isOn = option.getAttribute("aria-selected") === "true";
    const wish = new URLSearchParams(make ? { make } : { [isOn ? "remove" : "add"]: tag! });
    const answer = await ask(this.url, "PUT", wish, { "HX-Request": "true" }).catch(() => null);
    this.errorTarget.textContent = answer?.ok ? "" : await reason(answer);
    if (!answer?.ok) return;
    for (const [how, id] of new URLSearchParams(((await answer.json()) as { back: string }).back)) this.remember(id, how);
    this.boxTarget.focus();
    if (tag) return option.setAttribute("aria-selected", String(!isOn));
    this.boxTarget.value = "";
    await this.find();
  }

  /** Put on and taken off again: there is nothing to undo. */
  private remember(tag: string, how: string): void {
    if (this.back.has(tag) && this.back.get(tag) !== how) this.back.delete(tag);
    else this.back.set(tag, how);
  }
}
