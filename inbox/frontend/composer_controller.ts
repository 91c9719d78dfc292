import { Controller } from "@hotwired/stimulus";
import { kindOf, type Entry } from "../../live/frontend/outbox/entry.ts";
import { outbox } from "../../live/frontend/outbox/outbox.ts";
import { csrf } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";
import { uuidv7 } from "../../live/frontend/uuidv7.ts";
import type { Signal } from "../../live/frontend/wire.ts";
import { selectMissing } from "../../timeline/frontend/missing.ts";
import { Collision } from "./collision.ts";
import { DraftKeeper } from "./draft.ts";
import { takeBack, type Returned } from "./outgoing.ts";

interface Refused {
  entry: Entry;
  html: string;
  /** False where the composer holds what it must not be mixed with. */
  giveBack: () => boolean;
}

/**
 * Where one writes: a reply or a note, its draft kept on all devices, and the send guard. The outbox shows and sends,
 * the files controller uploads.
 */
export class ComposerController extends Controller<HTMLFormElement> {
  static override targets = ["text", "kind", "seen", "shell", "choice", "guard", "kept", "collision", "draft", "later"];
  static override values = { draft: String, key: String, stream: String };
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly kindTarget: HTMLInputElement;
  declare readonly seenTarget: HTMLInputElement;
  declare readonly shellTarget: HTMLElement;
  declare readonly choiceTargets: HTMLElement[];
  declare readonly guardTarget: HTMLElement;
  declare readonly keptTarget: HTMLElement;
  declare readonly collisionTarget: HTMLElement;
  declare readonly draftTarget: HTMLInputElement;
  declare readonly laterTargets: HTMLInputElement[];
  declare readonly draftValue: string;
  declare readonly keyValue: string;
  declare readonly streamValue: string;
  private keeper!: DraftKeeper;
  private collision!: Collision;
  private sendWhenReady = false;
  /** Files that the server has told of, and those that left this composer: an older word of them changes nothing. */
  private told = new Set<string>();
  private readonly gone = new Set<string>();
  private readonly heard: [EventTarget, string, (event: Event) => void][] = [
    [document, "thread:seen", (event) => this.saw((event as CustomEvent<{ seq: number }>).detail.seq)],
    [document, "live:shown", (event) => (event.target as Element).id === `draft-${this.keyValue}` && this.hear(event.target as HTMLElement)],
    [document, "live:signal", (event) => this.collision.hear((event as CustomEvent<Signal>).detail)],
    [document, "live:arrived", (event) => this.collision.wrote((event.target as HTMLElement).dataset["author"] ?? "")],
    [this.element, "mousedown", (event) => this.stayIn(event)],
    [document, "outgoing:leaving", (event) => this.leaving((event as CustomEvent<{ talk: string; saves: Promise<void>[] }>).detail)],
    [document, "outgoing:returned", (event) => this.returned((event as CustomEvent<Returned>).detail)],
    [document, "later:chosen", (event) => this.schedule((event as CustomEvent<URLSearchParams>).detail)],
    [window, "pagehide", () => void this.keeper.flush()],
    [this.element, "outbox:queue", (event) => this.queued(event)],
    [this.element, "outbox:cleared", () => this.cleared()],
    [this.element, "outbox:sent", (event) => this.sent((event as CustomEvent<{ html: string }>).detail.html)],
    [this.element, "outbox:queued", () => this.keeper.sent()],
    [this.element, "outbox:unkept", (event) => this.unkept((event as CustomEvent<{ reason: string }>).detail.reason)],
    [this.element, "outbox:refused", (event) => this.refused(event as CustomEvent<Refused>)],
    [this.element, "outbox:back", (event) => this.mayComeBack(event as CustomEvent<{ entry: Entry }>)],
    [this.element, "outbox:given", (event) => this.given((event as CustomEvent<{ entry: Entry }>).detail.entry)],
    [this.element, "files:settled", () => this.settled()],
    [this.element, "files:toolong", () => (this.keptTarget.textContent = gettext("Too long for a message, so it is attached as a file."))],
  ];

  override connect(): void {
    this.keeper = new DraftKeeper(this.draftValue, this.keyValue, this.textTarget.value, (words) => (this.keptTarget.textContent = words), () => this.mentions);
    this.collision = new Collision(this.streamValue, (names) => this.warn(names));
    this.element.addEventListener("click", this.pressed, { capture: true });
    for (const [target, name, listener] of this.heard) target.addEventListener(name, listener);
    this.recover();
    this.told = new Set(filesIn(this.draft).map(idOf));
    void this.withhold();
    this.setKind(this.kindTarget.value, false);
  }

  override disconnect(): void {
    void this.keeper.flush();
    this.collision.end();
    this.element.removeEventListener("click", this.pressed, { capture: true });
    for (const [target, name, listener] of this.heard) target.removeEventListener(name, listener);
  }

  choose({ params }: { params: { kind?: string } }): void {
    this.setKind(params.kind ?? "reply", true);
    this.textTarget.focus();
  }

  wrote(): void {
    this.idField.value ||= uuidv7();
    this.draftTarget.value = this.idField.value;
    this.keeper.wrote(this.textTarget.value, this.kindTarget.value, this.idField.value);
  }

  keep(): void {
    void this.keeper.flush();
  }

  key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.element.requestSubmit();
  }

  /** A file that the page brought along is taken off; the files controller does the same for those it drew. */
  remove(event: Event): void {
    (event.target as Element).closest(".file")?.remove();
  }

  stay(): void {
    this.closeGuard();
    this.textTarget.focus();
  }

  /** A button pressed while one writes leaves the focus in the text: on a phone the keyboard stays, and nothing moves under the thumb. */
  private stayIn(event: Event): void {
    if (document.activeElement === this.textTarget && (event.target as Element).closest(".composer__foot button")) event.preventDefault();
  }

  private cleared(): void {
    for (const field of this.laterTargets) field.value = "";
    this.keeper.leave();
  }

  /** The chosen time goes along with the words, once. */
  private schedule(said: URLSearchParams): void {
    for (const field of this.laterTargets) field.value = said.get(field.name) ?? "";
    this.element.requestSubmit();
  }

  /** It is held for some seconds: the same undo as everywhere, wherever one goes meanwhile. */
  private sent(html: string): void {
    const held = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[data-outgoing='held']");
    if (!held) return;
    const { outgoingUrlValue: url = "", outgoingTalkValue: talk = "", outgoingDueValue: due } = held.dataset;
    toast({ text: gettext("Sending"), act: { run: () => void takeBack({ url, talk }) }, until: Number(due) });
  }

  private leaving({ talk, saves }: { talk: string; saves: Promise<void>[] }): void {
    if (talk === this.keyValue) saves.push(this.keeper.flush());
  }

  /** What was not sent stands before what has been written since. */
  private returned({ talk, back, body, draft, files, quotes }: Returned): void {
    if (talk !== this.keyValue || !back) return;
    const shown = this.textTarget.value;
    if (shown !== draft) {
      const takesAll = this.keeper.takes(draft, shown);
      this.textTarget.value = takesAll ? draft : [body, shown].filter((words) => words.trim()).join("\n\n");
      this.setKind("reply", false);
      if (!takesAll) this.wrote();
    }
    for (const id of files) this.gone.delete(id);
    this.hearFiles();
    if (quotes) this.dispatch("given", { prefix: "outbox", detail: { entry: { fields: [["kind", "reply"], ["quotes", quotes]], files: [] } } });
    this.textTarget.focus();
  }

  /** Whom the mentions controller hands along. */
  private get mentions(): string[] {
    return new FormData(this.element).getAll("mentions").map(String);
  }

  private get idField(): HTMLInputElement {
    return this.element.querySelector<HTMLInputElement>("[data-outbox-target='id']")!;
  }

  private setKind(kind: string, keep: boolean): void {
    this.kindTarget.value = kind;
    this.shellTarget.dataset["kind"] = kind;
    this.textTarget.setAttribute("aria-label", this.textTarget.dataset[kind] ?? "");
    this.textTarget.placeholder = this.textTarget.dataset[kind] ?? "";
    this.textTarget.dataset["typingKindValue"] = kind === "note" ? "typing" : "replying"; // the client hears of replies alone
    for (const choice of this.choiceTargets) choice.setAttribute("aria-pressed", String(choice.dataset["composerKindParam"] === kind));
    if (keep && this.textTarget.value) this.wrote();
  }

  /** Two who answer the same client are told before either sends. */
  private warn(names: string[]): void {
    const isReply = this.kindTarget.value === "reply" && this.textTarget.value.trim() !== "";
    this.collisionTarget.hidden = !names.length || !isReply;
    const words = gettext("%(names)s is answering this client too.", { names: new Intl.ListFormat().format(names) });
    const place = this.collisionTarget.querySelector("span")!;
    if (names.length && place.textContent !== words) place.textContent = words;
  }

  private saw(seq: number): void {
    this.seenTarget.value = String(Math.max(seq, Number(this.seenTarget.value)));
  }

  /** Another device of this person has written on. What is being written here stays. */
  private hear(draft: HTMLElement): void {
    this.hearFiles();
    const body = draft.querySelector("[data-words]")?.textContent ?? "";
    if (!this.keeper.takes(body, this.textTarget.value)) return;
    this.draftTarget.value = draft.dataset["draft"] ?? "";
    this.textTarget.value = body; // no input: nobody here is typing, and nothing is to be saved again
    this.setKind(draft.dataset["kind"] ?? "reply", false);
  }

  private get draft(): HTMLElement | null {
    return document.getElementById(`draft-${this.keyValue}`);
  }

  /** The files that wait, as this person's other devices have left them. */
  private hearFiles(): void {
    if (this.element.querySelector(".file progress")) return; // heard again when it is up
    const waiting = filesIn(this.draft);
    const ids = new Set(waiting.map(idOf));
    const chips = filesIn(this.element);
    for (const chip of chips) if (this.told.has(idOf(chip)) && !ids.has(idOf(chip))) chip.remove();
    const here = new Set([...chips.map(idOf), ...this.gone]);
    const fresh = waiting.filter((chip) => !here.has(idOf(chip))).map((chip) => chip.cloneNode(true));
    this.element.querySelector(".composer__files")?.append(...fresh);
    this.told = ids;
  }

  /** What waits in the outbox has its words and files; the page brought them along, as the server has no message of them yet. */
  private async withhold(): Promise<void> {
    for (const entry of await outbox().of(new URL(this.element.action).pathname)) {
      this.letGo(entry);
      if (entry.id === this.draft?.dataset["draft"] && entry.text === this.textTarget.value) this.empty();
    }
    for (const chip of filesIn(this.element)) if (this.gone.has(idOf(chip))) chip.remove();
  }

  private empty(): void {
    this.textTarget.value = "";
    this.keeper.sent();
  }

  private letGo(entry: Entry): void {
    for (const { id } of entry.files ?? []) this.gone.add(id);
  }

  private given(entry: Entry): void {
    for (const { id } of entry.files ?? []) this.gone.delete(id);
    this.setKind(kindOf(entry), false);
    if (kindOf(entry) === "reply") requestAnimationFrame(() => selectMissing(this.textTarget)); // once it has the focus
  }

  /** What was typed while the server could not be reached, before the page was closed. */
  private recover(): void {
    const kept = this.keeper.recovered({ body: this.textTarget.value, kind: this.kindTarget.value });
    if (!kept) return;
    this.textTarget.value = kept.body;
    this.setKind(kept.kind, true);
    this.dispatch("recovered", { detail: { mentions: kept.mentions ?? [] } });
    if (kept.isBoth) this.openNotice(gettext("You have written on another device since. Both are here: what was kept in this browser stands below."));
  }

  /** Nothing is sent without words or files, nor while a file is on its way. */
  private queued(event: Event): void {
    const files = this.element.querySelectorAll(".file");
    this.sendWhenReady = Boolean(this.element.querySelector(".file progress"));
    const failed = this.element.querySelector(".file--failed");
    const missing = this.kindTarget.value === "reply" ? selectMissing(this.textTarget) : null;
    if (this.sendWhenReady) this.keptTarget.textContent = gettext("Sends when the files are up");
    else if (failed) this.keptTarget.textContent = gettext("A file could not be added. Try it again, or take it off.");
    else if (missing) this.openNotice(gettext("Fill in %(mark)s before you send this: the client would read it as it stands.", { mark: missing }));
    else if (this.textTarget.value.trim() || files.length) {
      this.letGo((event as CustomEvent<{ entry: Entry }>).detail.entry);
      return this.closeGuard();
    }
    event.preventDefault();
    this.textTarget.focus();
  }

  private settled(): void {
    this.hearFiles();
    if (!this.sendWhenReady || this.element.querySelector(".file progress")) return;
    this.sendWhenReady = false;
    this.element.requestSubmit();
  }

  private unkept(reason: string): void {
    this.keeper.stay();
    this.openNotice(reason);
  }

  /** A file taken off again leaves the server too. */
  private readonly pressed = (event: Event) => {
    const chip = (event.target as Element).closest("button")?.closest(".file");
    const id = chip?.querySelector<HTMLInputElement>("[name='attachments']")?.value;
    if (!id) return;
    this.gone.add(id);
    void fetch(`/inbox/attachments/${id}/`, { method: "DELETE", headers: { "X-CSRFToken": csrf() } });
  };

  /** The thread moved on: the words come back, what came is shown above them, and one key sends anyway. */
  private refused(event: CustomEvent<Refused>): void {
    const { html, giveBack } = event.detail;
    const answer = new DOMParser().parseFromString(html, "text/html").querySelector("[data-refused='thread_moved']");
    if (!answer || !giveBack()) return; // else its bubble says so, and offers the ways on
    event.preventDefault();
    for (const line of answer.querySelectorAll<HTMLElement>("[data-seq]")) this.saw(Number(line.dataset["seq"]));
    this.openGuard(document.importNode(answer, true), button("submit", gettext("Send anyway"), "button button--primary button--small"));
  }

  /**
   * A message comes back to an empty composer, or before words of its own kind. Never into a note, nor the other way round:
   * what is for colleagues alone would go to the client.
   */
  private mayComeBack(event: CustomEvent<{ entry: Entry }>): void {
    const isEmpty = !this.textTarget.value.trim() && !this.element.querySelector(".file");
    const isAlike = kindOf(event.detail.entry) === this.kindTarget.value && this.guardTarget.hidden;
    if (isEmpty || isAlike) return;
    event.preventDefault();
    this.keptTarget.textContent = gettext("What was not sent waits above. Send or clear this first.");
  }

  private openGuard(answer: Element, ...ways: HTMLElement[]): void {
    const buttons = document.createElement("p");
    buttons.className = "line-up";
    const stay = button("button", gettext("Keep writing"), "button button--small");
    stay.addEventListener("click", () => this.stay());
    buttons.append(...ways, stay);
    this.guardTarget.replaceChildren(answer, buttons);
    this.guardTarget.hidden = false;
  }

  private openNotice(words: string): void {
    const said = document.createElement("p");
    said.setAttribute("role", "alert");
    said.textContent = words;
    this.openGuard(said);
  }

  private closeGuard(): void {
    this.guardTarget.hidden = true;
    this.guardTarget.replaceChildren();
  }
}

/** Chips of files that are up. */
function filesIn(place: Element | null): HTMLElement[] {
  return [...(place?.querySelectorAll<HTMLElement>(".file") ?? [])].filter(idOf);
}

function idOf(chip: HTMLElement): string {
  return chip.querySelector<HTMLInputElement>("[name='attachments']")?.value ?? "";
}

function button(type: "submit" | "button", label: string, className: string): HTMLButtonElement {
  const drawn = document.createElement("button");
  drawn.type = type;
  drawn.className = className;
  drawn.textContent = label;
  return drawn;
}
