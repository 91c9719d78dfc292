import { Controller } from "@hotwired/stimulus";
import { ask } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { uuidv7 } from "../../live/frontend/uuidv7.ts";
import { toast } from "../../project/frontend/toast.ts";

interface Outcome {
  id: string;
  finished: boolean;
  total: number;
  done: number;
  waiting: number;
  refused: { id: string }[];
  text: string;
  problem?: string;
}

const STEP = 1_000;

/**
 * Rows that are chosen, and what is done to all of them at once. `x` chooses the row one stands on, with shift on `j` and
 * `k` the next ones too, a click with shift all between. What is chosen stays where it is until it is let go.
 *
 * @example
 * <section data-controller="bulk" data-bulk-url-value="/inbox/bulk/" data-bulk-list-value="in=mine">
 *   <ul id="rows"><li class="row" data-conversation="…"><button class="row__pick" data-action="bulk#pick">…
 *   <div data-bulk-target="bar" hidden><span data-bulk-target="count"></span>…</div></section>
 */
export class BulkController extends Controller<HTMLElement> {
  static override targets = ["bar", "count", "all", "progress"];
  static override values = { url: String, list: String };
  declare readonly barTarget: HTMLElement;
  declare readonly countTarget: HTMLElement;
  declare readonly allTarget: HTMLElement;
  declare readonly progressTarget: HTMLElement;
  declare readonly urlValue: string;
  declare readonly listValue: string;
  private readonly chosen = new Set<string>();
  private all = 0;
  private last: HTMLElement | null = null;
  private readonly shown = () => this.stamp();
  private readonly pressed = (event: Event) => this.press(event as CustomEvent<{ keys: string }>);
  private readonly clicked = (event: MouseEvent) => this.click(event);

  override connect(): void {
    document.addEventListener("live:shown", this.shown);
    document.addEventListener("shortcut", this.pressed, { capture: true });
    this.element.addEventListener("click", this.clicked, { capture: true });
    this.stamp();
  }

  override disconnect(): void {
    document.removeEventListener("live:shown", this.shown);
    document.removeEventListener("shortcut", this.pressed, { capture: true });
    this.element.removeEventListener("click", this.clicked, { capture: true });
  }

  pick(event: MouseEvent): void {
    const row = (event.currentTarget as Element).closest<HTMLElement>("li")!;
    if (event.shiftKey && this.last) this.between(this.last, row);
    else this.turn(row);
  }

  /** All of this list, also what is not loaded: how many that is, the server says. */
  async everything(): Promise<void> {
    for (const row of this.rows) this.chosen.add(row.dataset["conversation"]!);
    this.stamp();
    const answer = await fetch(`${this.urlValue}?${this.listValue}`, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return this.fail(answer);
    const { count, most } = (await answer.json()) as { count: number; most: number };
    if (count > most) toast({ text: gettext("Up to %(most)s can be done at once. Narrow the list down.", { most }), kind: "error" });
    else this.all = count;
    this.stamp();
  }

  clear(): void {
    this.chosen.clear();
    this.all = 0;
    this.last = null;
    this.stamp();
    document.dispatchEvent(new CustomEvent("bulk:cleared"));
  }

  act({ params }: { params: { deed: string; value?: object; assignee?: string | number; team?: string | number } }): void {
    const value: Record<string, unknown> = { ...params.value };
    if (params.assignee !== undefined) value["assignee"] = Number(params.assignee) || null;
    if (params.team !== undefined) value["team"] = Number(params.team) || null;
    void this.send(params.deed, value);
  }

  private get rows(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>("#rows > li")].filter((row) => row.checkVisibility());
  }

  private get focused(): HTMLElement | null {
    return document.activeElement?.closest<HTMLElement>("#rows > li") ?? null;
  }

  private press(event: CustomEvent<{ keys: string }>): void {
    const { keys } = event.detail;
    const acted = keys === "x" ? this.chooseFocused() : this.walk(keys) || (this.chosen.size > 0 && this.command(keys));
    if (!acted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  private chooseFocused(): boolean {
    const row = this.focused ?? this.rows.find((each) => each.hasAttribute("data-current"));
    if (row) this.turn(row);
    return Boolean(row);
  }

  private walk(keys: string): boolean {
    const step = { "shift+j": 1, "shift+k": -1 }[keys];
    const from = this.focused;
    if (!step || !from) return false;
    const to = this.rows[this.rows.indexOf(from) + step];
    if (!to) return true;
    for (const row of [from, to]) this.chosen.add(row.dataset["conversation"]!);
    this.last = to;
    to.querySelector<HTMLElement>(".row__link")?.focus();
    this.stamp();
    return true;
  }

  /** Keys of the open conversation, for all that are chosen. */
  private command(keys: string): boolean {
    if (keys === "esc") return this.clear(), true;
    const button = this.barTarget.querySelector<HTMLElement>(`[data-bulk-keys="${CSS.escape(keys)}"]`);
    button?.click();
    return button !== null;
  }

  /** A click with shift chooses all from the last one; with ⌘ or Ctrl this one. */
  private click(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>("#rows > li");
    if (!row || (event.target as Element).closest(".row__pick") || !(event.shiftKey || event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey && (this.last ?? this.focused)) this.between((this.last ?? this.focused)!, row);
    else this.turn(row);
  }

  private between(one: HTMLElement, other: HTMLElement): void {
    const rows = this.rows;
    const [from, to] = [rows.indexOf(one), rows.indexOf(other)].sort((a, b) => a - b);
    for (const row of rows.slice(Math.max(0, from!), to! + 1)) this.chosen.add(row.dataset["conversation"]!);
    this.last = other;
    this.stamp();
  }

  private turn(row: HTMLElement): void {
    const id = row.dataset["conversation"]!;
    if (!this.chosen.delete(id)) this.chosen.add(id);
    this.all = 0;
    this.last = row;
    this.stamp();
  }

  private stamp(): void {
    for (const row of this.rows) {
      const isChosen = this.chosen.has(row.dataset["conversation"]!);
      row.toggleAttribute("data-selected", isChosen);
      row.querySelector(".row__pick")?.setAttribute("aria-pressed", String(isChosen));
    }
    const count = this.all || this.chosen.size;
    this.barTarget.hidden = count === 0;
    this.element.toggleAttribute("data-choosing", count > 0);
    const words = this.all ? gettext("All %(count)s of this list", { count }) : gettext("%(count)s selected", { count });
    if (this.countTarget.textContent !== words) this.countTarget.textContent = words;
    this.allTarget.hidden = this.all > 0;
  }

  private async send(deed: string, value: object): Promise<void> {
    const body = JSON.stringify({ id: uuidv7(), deed, value, ...(this.all ? { all: true } : { ids: [...this.chosen] }) });
    const url = this.all ? `${this.urlValue}?${this.listValue}` : this.urlValue;
    this.clear();
    await this.post(url, body);
  }

  private async post(url: string, body: string): Promise<void> {
    const answer = await ask(url, "POST", body, { "Content-Type": "application/json", "HX-Request": "true" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return this.fail(answer, () => void this.post(url, body));
    await this.follow((await answer.json()) as Outcome);
  }

  /** Until it is done: how far it is, and a button that stops it. Then what has come of it, and Undo. */
  private async follow(outcome: Outcome): Promise<void> {
    const url = `${this.urlValue}${outcome.id}/`;
    while (!outcome.finished) {
      this.draw(outcome);
      await new Promise((go) => setTimeout(go, STEP));
      const answer = await fetch(url, { cache: "no-store" }).catch(() => null);
      if (answer?.ok) outcome = (await answer.json()) as Outcome;
      else if (answer && answer.status < 500) break;
    }
    this.progressTarget.hidden = true;
    this.tell(outcome, url);
  }

  private tell(outcome: Outcome, url: string): void {
    const isAllRefused = outcome.done === 0 && outcome.refused.length > 0;
    const undo = { run: () => void this.post(url, JSON.stringify({ id: uuidv7() })) };
    toast({ text: outcome.text, ...(isAllRefused ? { kind: "error" as const } : {}), ...(outcome.done ? { act: undo } : {}) });
    for (const { id } of outcome.refused) this.chosen.add(id);
    this.stamp();
  }

  private draw(outcome: Outcome): void {
    const [words, bar] = [this.progressTarget.querySelector("span")!, this.progressTarget.querySelector("progress")!];
    const done = outcome.total - outcome.waiting;
    this.progressTarget.hidden = false;
    this.progressTarget.dataset["batch"] = outcome.id;
    words.textContent = gettext("%(done)s of %(total)s", { done, total: outcome.total });
    Object.assign(bar, { max: outcome.total, value: done });
  }

  async stop(): Promise<void> {
    const answer = await ask(`${this.progressTarget.dataset["stop"]}`.replace(/[0-9a-f-]{36}/, this.progressTarget.dataset["batch"]!), "POST").catch(() => null);
    if (!answer?.ok) this.fail(answer);
  }

  private async fail(answer: Response | null, again?: () => void): Promise<void> {
    let text = gettext("No connection. Nothing was changed.");
    if (answer?.status === 403) text = gettext("This is not open to you. An owner or an admin can give you access.");
    else if (answer) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      text = page.querySelector("[data-error]")?.textContent ?? gettext("Something went wrong on our side. Nothing was changed.");
    }
    toast({ text, kind: "error", ...(again ? { act: { label: gettext("Try again"), run: again } } : {}) });
  }
}

