import { Controller } from "@hotwired/stimulus";
import type Sortable from "sortablejs";
import { ask } from "../../live/frontend/fetch.ts";
import { connection } from "../../live/frontend/live.ts";
import { me } from "../../live/frontend/me.ts";
import { gettext } from "../../live/frontend/text.ts";
import type { Signal } from "../../live/frontend/wire.ts";
import { place } from "../../project/frontend/controllers/menu_controller.ts";
import { toast } from "../../project/frontend/toast.ts";
import { above, beside, cardsIn, originOf, putBack, step, type Origin } from "./board/place.ts";

const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);
const VIM: Record<string, string> = { j: "ArrowDown", k: "ArrowUp" };
const A_MINUTE = 60_000;
const A_DAY = 86_400_000;

interface Answer {
  cards?: { id: string; version: number }[];
  error?: string;
  message?: string;
  by?: string;
  stage?: string;
}

/** What is on its way: cards with where they came from, and the stage they go to. */
interface Move {
  origins: Origin[];
  column: HTMLElement;
  after: string[];
  reason?: string;
  force?: boolean;
}

/**
 * A board: cards are dragged by mouse and finger, moved by keys and by a menu, several at once. A card goes where it is put
 * at once; what the server refuses goes back with the reason. What others move meanwhile waits until one's hand is empty.
 *
 * @example
 * <div data-controller="board" data-board-url-value="/boards/7/moves/" data-board-stream-value="board:7" data-board-moves-value="true">
 *   <div data-board-target="columns"><section data-board-target="column"><ol data-board-target="list"><li class="card" data-board-target="card">…
 */
export class BoardController extends Controller<HTMLElement> {
  static override targets = ["columns", "column", "list", "card", "said", "menu", "stages", "choice", "lost", "asked", "question", "past"];
  static override values = { url: String, stream: String, moves: Boolean };
  declare readonly urlValue: string;
  declare readonly streamValue: string;
  declare readonly movesValue: boolean;
  declare readonly columnTargets: HTMLElement[];
  declare readonly listTargets: HTMLElement[];
  declare readonly cardTargets: HTMLElement[];
  declare readonly saidTarget: HTMLElement;
  declare readonly menuTarget: HTMLElement;
  declare readonly stagesTarget: HTMLElement;
  declare readonly choiceTarget: HTMLTemplateElement;
  declare readonly lostTarget: HTMLDialogElement;
  declare readonly askedTarget: HTMLDialogElement;
  declare readonly questionTarget: HTMLElement;
  declare readonly pastTarget: HTMLFormElement;
  private sortable: Promise<typeof Sortable> | null = null;
  private readonly sorted = new Map<HTMLElement, Sortable>();
  /** What one holds, by mouse, finger or keys: the card in hand, and all that come along, as they stood. */
  private held: { card: HTMLElement; origins: Origin[] } | null = null;
  private waiting: (() => void)[] = [];
  private asking: Move | null = null;
  private told: ReturnType<typeof setInterval> | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;
  /** Moves of this page follow each other: the next knows what the last came to. */
  private queue: Promise<void> = Promise.resolve();
  private readonly signalled = (event: Event) => this.signal((event as CustomEvent<Signal>).detail);
  private readonly placing = (event: Event) => this.wait(event as CustomEvent<{ place: () => void }>);
  private readonly shown = () => this.judge();

  override connect(): void {
    document.addEventListener("live:signal", this.signalled);
    this.element.addEventListener("live:place", this.placing);
    this.element.addEventListener("live:shown", this.shown);
    this.clock = setInterval(this.shown, A_MINUTE);
  }

  override disconnect(): void {
    document.removeEventListener("live:signal", this.signalled);
    this.element.removeEventListener("live:place", this.placing);
    this.element.removeEventListener("live:shown", this.shown);
    clearInterval(this.clock);
    clearInterval(this.told);
  }

  async listTargetConnected(list: HTMLElement): Promise<void> {
    this.judge();
    if (!this.movesValue || list.closest("[data-past]")) return;
    this.sortable ??= import("sortablejs").then((module) => module.default);
    const sortable = await this.sortable;
    if (!list.isConnected || this.sorted.has(list)) return;
    this.sorted.set(
      list,
      sortable.create(list, {
        group: this.streamValue,
        draggable: ".card",
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
        delay: 180,
        delayOnTouchOnly: true,
        touchStartThreshold: 4,
        forceFallback: true,
        fallbackOnBody: true,
        fallbackTolerance: 4,
        scrollSensitivity: 80,
        scrollSpeed: 14,
        ghostClass: "card--gap",
        dragClass: "card--dragged",
        onStart: ({ item }) => this.pick(item),
        onEnd: ({ item }) => void this.drop(item),
      }),
    );
  }

  listTargetDisconnected(list: HTMLElement): void {
    this.sorted.get(list)?.destroy();
    this.sorted.delete(list);
  }

  key(event: KeyboardEvent): void {
    const card = (event.target as Element).closest<HTMLElement>(".card");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.act(card, VIM[event.key] ?? event.key)) event.preventDefault();
  }

  /** The menu's choice: the top of another stage. */
  to({ params }: { params: { stage: string } }): void {
    const column = this.columnOf(params.stage);
    const cards = this.taken(this.chosen[0] ?? this.aimed);
    this.menuTarget.hidePopover();
    if (!column || !cards.length) return;
    const origins = cards.map((card) => originOf(card));
    const list = column.querySelector<HTMLElement>(".board__cards")!;
    for (const card of [...cards].reverse()) list.prepend(card);
    this.focus(cards[0]!);
    void this.send({ origins, column, after: [] });
  }

  async lose(event: Event): Promise<void> {
    event.preventDefault();
    const move = this.asking;
    const field = this.lostTarget.querySelector("input")!;
    const reason = field.value.trim();
    if (!move || !reason) return;
    this.asking = null;
    this.lostTarget.close();
    field.value = "";
    await this.send({ ...move, reason });
  }

  insist(): void {
    const move = this.asking;
    this.asking = null;
    this.askedTarget.close();
    if (!move) return;
    const list = move.column.querySelector<HTMLElement>(".board__cards")!;
    for (const { card } of [...move.origins].reverse()) list.prepend(card);
    void this.send({ ...move, after: [], force: true });
  }

  private aimed: HTMLElement | null = null;

  private act(card: HTMLElement, key: string): boolean {
    if (this.held && key === "Escape") return this.cancel(), true;
    if (this.held && (key === " " || key === "Enter")) return void this.drop(this.held.card), true;
    if (ARROWS.has(key)) return this.held ? this.carry(key) : this.walk(card, key);
    if (!this.movesValue || this.held || card.closest("[data-past]")) return false;
    if (key === " ") return this.lift(card), true;
    if (key === "x") return this.choose(card), true;
    if (key === "v") return this.open(card), true;
    return false;
  }

  /** Show the slider of time, at its end: now. */
  past(): void {
    this.pastTarget.hidden = false;
    this.pastTarget.querySelector("input")!.focus();
  }

  /** The browser's own dragging of a link would be another one. */
  still(event: DragEvent): void {
    if ((event.target as Element).closest(".card")) event.preventDefault();
  }

  /** The button of a card. */
  menu(event: Event): void {
    this.open((event.target as Element).closest<HTMLElement>(".card")!);
  }

  private walk(card: HTMLElement, key: string): boolean {
    const next = beside(card, key, this.listTargets);
    if (next) this.focus(next);
    return true;
  }

  /** Pick a card up by keys. */
  private lift(card: HTMLElement): void {
    this.pick(card);
    this.say(gettext("%(card)s is picked up. Move it by the arrows, put it down by the space bar.", { card: nameOf(card) }));
  }

  private carry(key: string): boolean {
    const { card } = this.held!;
    if (step(card, key, this.listTargets)) {
      this.focus(card);
      const cards = cardsIn(card.parentElement!);
      this.say(gettext("%(stage)s, %(at)s of %(all)s", { stage: stageNameOf(card), at: cards.indexOf(card) + 1, all: cards.length }));
    }
    return true;
  }

  private choose(card: HTMLElement): void {
    card.toggleAttribute("data-chosen");
    this.say(gettext("%(count)s chosen", { count: this.chosen.length }));
  }

  private open(card: HTMLElement): void {
    this.aimed = card;
    this.stagesTarget.replaceChildren(...this.columnTargets.map((column) => this.choiceOf(column)));
    this.menuTarget.showPopover();
    place(this.menuTarget, card.getBoundingClientRect());
  }

  private choiceOf(column: HTMLElement): HTMLElement {
    const choice = this.choiceTarget.content.firstElementChild!.cloneNode(true) as HTMLElement;
    choice.dataset["boardStageParam"] = column.dataset["stage"]!;
    choice.firstElementChild!.textContent = column.dataset["name"]!;
    return choice;
  }

  private get chosen(): HTMLElement[] {
    return this.cardTargets.filter((card) => card.hasAttribute("data-chosen"));
  }

  /** What moves with this card: all that are chosen, where it is one of them. */
  private taken(card: HTMLElement | null): HTMLElement[] {
    if (!card) return [];
    return card.hasAttribute("data-chosen") ? this.chosen : [card];
  }

  private pick(card: HTMLElement): void {
    this.held = { card, origins: this.taken(card).map((each) => originOf(each)) };
    card.setAttribute("data-dragging", "");
    const tell = () => connection.signal(this.streamValue, "dragging", { card: card.dataset["id"]! });
    tell();
    clearInterval(this.told);
    this.told = setInterval(tell, connection.timings.typing_every * 1000);
  }

  private release(): void {
    clearInterval(this.told);
    this.held?.card.removeAttribute("data-dragging");
    this.held = null;
    for (const place of this.waiting.splice(0)) place();
    document.dispatchEvent(new CustomEvent("live:released"));
  }

  private cancel(): void {
    const { card, origins } = this.held!;
    for (const origin of origins) if (origin.card === card) putBack(origin);
    this.release();
    this.focus(card);
    this.say(gettext("%(card)s is back where it was.", { card: nameOf(card) }));
  }

  private async drop(card: HTMLElement): Promise<void> {
    if (!this.held) return;
    const { origins } = this.held;
    const column = card.closest<HTMLElement>("[data-board-target='column']")!;
    const cards = origins.map((origin) => origin.card);
    const at = cards.indexOf(card);
    card.before(...cards.slice(0, at));
    card.after(...cards.slice(at + 1));
    const { spot } = origins[at]!;
    const stays = cards.length === 1 && card.parentElement === spot.list && card.nextElementSibling === spot.before;
    if (document.activeElement === document.body) this.focus(card);
    const after = above(cards[0]!, new Set(cards));
    this.release();
    if (!stays) await this.send({ origins, column, after });
  }

  /** Lost deals say why, before anything is sent. */
  private async send(move: Move): Promise<void> {
    for (const { card } of move.origins) card.setAttribute("data-pending", "");
    const loses = move.column.dataset["kind"] === "lost" && move.origins.some(({ stage }) => stage !== move.column.dataset["stage"]);
    if (loses && !move.reason) return this.askWhy(move);
    this.queue = this.queue.then(() => this.post(move));
    await this.queue;
  }

  private askWhy(move: Move): void {
    this.asking = move;
    const closed = () => this.asking === move && this.back(move);
    this.lostTarget.addEventListener("close", closed, { once: true });
    this.lostTarget.showModal();
    this.lostTarget.querySelector("input")!.focus();
  }

  private async post(move: Move): Promise<void> {
    const said = new URLSearchParams({ stage: move.column.dataset["stage"]! });
    for (const { card, version } of move.origins) said.append("card", `${card.dataset["id"]}:${version}`);
    for (const id of move.after) said.append("after", id);
    if (move.reason) said.set("lost_reason", move.reason);
    if (move.force) said.set("force", "1");
    const answer = await ask(this.urlValue, "POST", said).catch(() => null);
    const told = answer ? ((await answer.json().catch(() => ({}))) as Answer) : { message: gettext("The server was not reached. Try again.") };
    if (answer?.ok && told.cards) return this.done(move, told.cards);
    this.back(move);
    if (told.error === "card_moved" && !move.force) return this.question(move, told);
    toast({ text: told.message ?? gettext("That did not work. Try again."), kind: "error" });
  }

  private done(move: Move, now: { id: string; version: number }[]): void {
    const versions = new Map(now.map(({ id, version }) => [id, String(version)]));
    for (const { card } of move.origins) {
      card.removeAttribute("data-pending");
      card.removeAttribute("data-chosen");
      card.dataset["version"] = versions.get(card.dataset["id"]!) ?? card.dataset["version"]!;
      card.dataset["stage"] = move.column.dataset["stage"]!;
    }
    const count = move.origins.length;
    const words = { card: nameOf(move.origins[0]!.card), stage: move.column.dataset["name"]!, count };
    const text = count > 1 ? gettext("%(count)s cards are in %(stage)s", words) : gettext("%(card)s is in %(stage)s", words);
    this.say(text);
    toast({ text, act: { run: () => void this.undo(move, versions) } });
  }

  /** Each goes back to where it stood, unless somebody moved it since. */
  private async undo(move: Move, versions: Map<string, string>): Promise<void> {
    for (const { card, stage, after, reason } of move.origins) {
      const id = card.dataset["id"]!;
      const said = new URLSearchParams({ stage, card: `${id}:${versions.get(id)}` });
      for (const each of after) said.append("after", each);
      if (reason) said.set("lost_reason", reason);
      const answer = await ask(this.urlValue, "POST", said).catch(() => null);
      if (answer?.ok) continue;
      const told = (await answer?.json().catch(() => null)) as Answer | null;
      return toast({ text: told?.message ?? gettext("No connection. Nothing was undone."), kind: "error" });
    }
  }

  private back(move: Move): void {
    this.asking = null;
    for (const origin of [...move.origins].reverse()) {
      putBack(origin);
      origin.card.removeAttribute("data-pending");
      origin.card.setAttribute("data-refused", "");
      setTimeout(() => origin.card.removeAttribute("data-refused"), 600);
    }
  }

  private question(move: Move, { by, stage, message }: Answer): void {
    this.asking = move;
    const where = this.columnOf(stage ?? "")?.dataset["name"];
    const card = nameOf(move.origins[0]!.card);
    const words = { by: by ?? "", card, where: where ?? "", to: move.column.dataset["name"]! };
    this.questionTarget.textContent = by && where ? gettext("%(by)s moved “%(card)s” to %(where)s meanwhile. Move it to %(to)s all the same?", words) : (message ?? "");
    this.askedTarget.addEventListener("close", () => (this.asking = null), { once: true });
    this.askedTarget.showModal();
  }

  /** What others hold has an edge and their name, for as long as they say so. */
  private signal(said: Signal): void {
    if (said.s !== this.streamValue || said.kind !== "dragging") return;
    const id = String((said["data"] as { card?: unknown } | undefined)?.card ?? "");
    const card = this.cardTargets.find((each) => each.dataset["id"] === id);
    const by = said["by"] as { id?: unknown; name?: string } | undefined;
    if (!card || !by?.name || String(by.id) === me().id) return;
    card.dataset["by"] = by.name;
    setTimeout(() => card.removeAttribute("data-by"), 4_000);
  }

  private wait(event: CustomEvent<{ place: () => void }>): void {
    if (!this.held) return;
    event.preventDefault();
    this.waiting.push(event.detail.place);
  }

  /** Which cards have stood in their stage for longer than it allows. */
  private judge(): void {
    for (const column of this.columnTargets) {
      const days = Number(column.dataset["rotDays"] ?? 0);
      for (const card of cardsIn(column.querySelector(".board__cards")!)) {
        const stale = days > 0 && Date.now() - Date.parse(card.dataset["since"]!) > days * A_DAY;
        card.toggleAttribute("data-stale", stale);
        card.querySelector<HTMLElement>(".card__stale")!.hidden = !stale;
      }
    }
  }

  private columnOf(stage: string): HTMLElement | undefined {
    return this.columnTargets.find((column) => column.dataset["stage"] === stage);
  }

  private focus(card: HTMLElement): void {
    card.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  private say(text: string): void {
    this.saidTarget.textContent = text;
  }
}

function nameOf(card: HTMLElement): string {
  return card.querySelector(".card__name")!.textContent.trim();
}

function stageNameOf(card: HTMLElement): string {
  return card.closest<HTMLElement>("[data-board-target='column']")!.dataset["name"]!;
}
