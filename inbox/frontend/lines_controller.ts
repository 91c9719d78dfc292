import { Controller } from "@hotwired/stimulus";
import { upsert } from "../../live/frontend/apply.ts";
import { ask } from "../../live/frontend/fetch.ts";
import { me } from "../../live/frontend/me.ts";
import { gettext } from "../../live/frontend/text.ts";
import { kindOf, type Entry } from "../../live/frontend/outbox/entry.ts";
import { reasonOf } from "./outgoing.ts";
import { toast } from "../../project/frontend/toast.ts";
import { pointOut } from "./further.ts";
import { pick, recent } from "./emoji_controller.ts";

interface Press {
  params: { url?: string; to?: string; emoji?: string; from?: string };
  currentTarget: EventTarget | null;
}

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/**
 * What one does with a line of the thread: its menu, asked for when it opens so that it says what is allowed now; editing
 * in place; deleting with Undo; earlier versions. The arrow up in an empty composer edits one's last message.
 *
 * Quoting: what one answers stands over the composer until it is sent. Reacting: an emoji of the menu, or a press on one
 * that stands under a message.
 *
 * The menus' buttons are one tab stop: arrows go from message to message.
 *
 * @example
 * <section data-controller="lines"><ol data-thread-target="lines">…<button class="message__more" data-url="…" data-action="lines#open">
 *   <div id="line-menu" popover data-lines-target="menu"><div id="line-choices"></div></div>
 */
export class LinesController extends Controller<HTMLElement> {
  static override targets = ["menu", "quoting"];
  declare readonly menuTarget: HTMLElement;
  declare readonly quotingTarget: HTMLElement;
  declare readonly hasQuotingTarget: boolean;
  private at: HTMLElement | null = null;
  private readonly pressed = (event: KeyboardEvent) => this.press(event);
  /** The menu stands beside its button while it is open; the next press asks anew. */
  private readonly toggled = (event: Event) => {
    if ((event as ToggleEvent).newState !== "closed") return;
    this.at?.setAttribute("aria-expanded", "false");
    for (const button of this.buttons) button.removeAttribute("popovertarget");
  };
  private readonly asked = (event: Event) => this.shortcut(event as CustomEvent<{ keys: string }>);
  private readonly focused = (event: FocusEvent) => (event.target as Element).matches(".message__more") && this.standOn(event.target as HTMLElement);
  private readonly arrived = new MutationObserver(() => (this.standOn(), this.stamp()));
  private readonly shown = (event: Event) => this.element.contains(event.target as Element) && this.stamp();
  private readonly cleared = () => this.quoteNothing();
  private readonly given = (event: Event) => this.quoteAgain((event as CustomEvent<{ entry: Entry }>).detail.entry);

  override connect(): void {
    this.menuTarget.addEventListener("toggle", this.toggled);
    this.element.addEventListener("keydown", this.pressed);
    this.element.addEventListener("focusin", this.focused);
    document.addEventListener("shortcut", this.asked);
    this.arrived.observe(this.element.querySelector("[data-thread-target='lines']")!, { childList: true });
    this.standOn();
    this.stamp();
    document.addEventListener("live:shown", this.shown);
    this.element.addEventListener("outbox:cleared", this.cleared);
    this.element.addEventListener("outbox:given", this.given);
  }

  override disconnect(): void {
    document.removeEventListener("live:shown", this.shown);
    this.menuTarget.removeEventListener("toggle", this.toggled);
    this.element.removeEventListener("outbox:cleared", this.cleared);
    this.element.removeEventListener("outbox:given", this.given);
    this.arrived.disconnect();
    this.element.removeEventListener("keydown", this.pressed);
    this.element.removeEventListener("focusin", this.focused);
    document.removeEventListener("shortcut", this.asked);
  }

  /** Open the menu of one line. */
  open({ currentTarget }: Press): void {
    void this.openAt(currentTarget as HTMLElement);
  }

  copy(): void {
    const words = this.line?.querySelector(".message__text")?.textContent ?? "";
    void navigator.clipboard?.writeText(words).then(() => toast({ text: gettext("Copied") }));
  }

  /** What is written next answers this line. A note is answered by a note: a reply would show it to the client. */
  quote(): void {
    const line = this.line;
    if (!line || !this.hasQuotingTarget) return;
    if (line.dataset["kind"] === "note") this.element.querySelector<HTMLElement>("[data-composer-kind-param='note']")?.click();
    this.showQuoted(line.id.replace("message-", ""));
    this.composer?.focus();
  }

  quoteNothing(): void {
    if (!this.hasQuotingTarget) return;
    this.quotingTarget.hidden = true;
    this.quotingTarget.querySelector("input")!.value = "";
  }

  /** To the line that is quoted: here if it is on the page, else by its address. */
  jump(event: Event & Press): void {
    const line = document.getElementById(event.params.to ?? "");
    const scroll = line?.closest<HTMLElement>("[data-thread-target='scroll']");
    if (!line || !scroll) return;
    event.preventDefault();
    event.stopPropagation();
    for (const found of scroll.querySelectorAll("[data-found]")) found.removeAttribute("data-found");
    pointOut(line, scroll);
    line.querySelector<HTMLElement>(".message__more")?.focus({ preventScroll: true });
  }

  react(event: Event & Press): void {
    const url = (event.currentTarget as HTMLElement).closest<HTMLElement>("[data-url]")!.dataset["url"]!;
    const pressed = this.line?.querySelector<HTMLElement>(`.reaction[data-emoji="${CSS.escape(event.params.emoji!)}"]`);
    void this.put(url, event.params.emoji!, !pressed || !isMine(pressed));
  }

  /** Any other emoji. */
  reactOther(event: Event): void {
    const { url, emoji: data } = (event.currentTarget as HTMLElement).closest<HTMLElement>("[data-url]")!.dataset;
    const button = this.at;
    if (button) void pick(data!, button, (emoji) => (void this.put(url!, emoji, true), button.focus()));
  }

  toggle(event: Event & Press): void {
    const button = event.currentTarget as HTMLElement;
    void this.put(event.params.url!, button.dataset["emoji"]!, !isMine(button));
  }

  edit({ params }: Press): void {
    void this.editLine(this.line, params.url!);
  }

  remove({ params }: Press): void {
    void this.change(params.url!, "POST", this.line).then((done) => done && toast({ text: gettext("Message deleted"), undo: params.url!, method: "DELETE" }));
  }

  restore({ params }: Press): void {
    void this.change(params.url!, "DELETE", this.line);
  }

  /** This message and all after it become a conversation of their own. */
  async split({ params }: Press): Promise<void> {
    const answer = await ask(params.url!, "POST", new URLSearchParams({ from: params.from ?? "" }), { "HX-Request": "true" }).catch(() => null);
    if (!answer?.ok) return toast({ text: await reasonOf(answer), kind: "error" });
    const { undo, body } = (await answer.json()) as { undo: string; body: string };
    toast({ text: gettext("They are a conversation of their own now"), undo, method: "POST", body });
  }

  async versions({ params }: Press): Promise<void> {
    const answer = await this.ask(params.url!);
    const list = answer?.getElementById("versions-list");
    const dialog = document.getElementById("versions") as HTMLDialogElement | null;
    if (!list || !dialog) return;
    document.getElementById("versions-list")?.replaceWith(document.importNode(list, true));
    dialog.showModal();
  }

  async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target as HTMLFormElement;
    if (isBusy(form)) return;
    const id = form.closest<HTMLElement>("[data-seq]")!.id;
    const body = new URLSearchParams([["body", form.querySelector("textarea")!.value]]);
    form.ariaBusy = "true";
    const answer = await ask(form.getAttribute("action")!, "PUT", body, { "HX-Request": "true" }).catch(() => null);
    const html = (await answer?.text()) ?? "";
    form.ariaBusy = null;
    if (!answer?.ok || answer.redirected) return say(form, reasonIn(html) || gettext("No connection. Your words are still here: try again."));
    if (form.isConnected) this.close(form);
    upsert(id, html);
  }

  /** What is being saved is not given up: the answer closes the form, or says why not. */
  giveUp(event: Event): void {
    const form = (event.target as Element).closest("form")!;
    if (isBusy(form)) return;
    const text = form.querySelector("textarea")!;
    const [words, line, url] = [text.value, form.closest<HTMLElement>("[data-seq]"), `${form.getAttribute("action")}editing/`];
    const isChanged = words !== text.defaultValue;
    this.close(form);
    if (isChanged) toast({ text: gettext("Your changes were dropped"), act: { label: gettext("Go on editing"), run: () => void this.editLine(line, url, words) } });
  }

  editKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const isSave = event.key === "Enter" && (event.metaKey || event.ctrlKey);
    if (!isSave && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (isSave) (event.currentTarget as HTMLFormElement).requestSubmit();
    else this.giveUp(event);
  }

  /** Which reactions are one's own: frames are the same for everyone. */
  private stamp(): void {
    for (const button of this.element.querySelectorAll<HTMLElement>(".reaction")) {
      const said = String(isMine(button));
      if (button.getAttribute("aria-pressed") !== said) button.setAttribute("aria-pressed", said);
    }
  }

  private async put(url: string, emoji: string, on: boolean): Promise<void> {
    if (on) recent.used(emoji);
    const answer = await ask(url, on ? "POST" : "DELETE", new URLSearchParams({ emoji }), { "HX-Request": "true" }).catch(() => null);
    if (!answer?.ok || answer.redirected) await refuse(answer);
  }

  private showQuoted(id: string): void {
    const line = document.getElementById(`message-${id}`);
    const [author, text] = [...this.quotingTarget.querySelectorAll<HTMLElement>(".quote > span")];
    author!.textContent = line?.querySelector(".message__author")?.textContent ?? "";
    const files = [...(line?.querySelectorAll<HTMLElement>(".message__files :is(.file__name, img)") ?? [])].map((file) => (file as HTMLImageElement).alt ?? file.textContent);
    text!.textContent = (line?.querySelector(".message__text")?.textContent?.trim() || files.join(", ")).slice(0, 160);
    this.quotingTarget.querySelector("input")!.value = id;
    this.quotingTarget.hidden = false;
  }

  /** A message that comes back brings what it quotes. */
  private quoteAgain(entry: Entry): void {
    const id = entry.fields.find(([name]) => name === "quotes")?.[1];
    if (typeof id === "string" && id && this.hasQuotingTarget && kindOf(entry)) this.showQuoted(id);
  }

  private get line(): HTMLElement | null {
    return this.at?.closest<HTMLElement>("[data-seq]") ?? null;
  }

  private get buttons(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(".message__more")];
  }

  /** One of the buttons is the tab stop: the one last stood on, else the newest line's. */
  private standOn(chosen?: HTMLElement): void {
    const buttons = this.buttons;
    const stop = chosen ?? buttons.find((button) => button === document.activeElement) ?? buttons.at(-1);
    for (const button of buttons) {
      const index = button === stop ? "0" : "-1";
      if (button.getAttribute("tabindex") !== index) button.setAttribute("tabindex", index);
    }
  }

  private async openAt(button: HTMLElement): Promise<void> {
    const answer = await this.ask(button.dataset["url"]!);
    const choices = answer?.getElementById("line-choices");
    if (!choices || !button.isConnected) return;
    this.at = button;
    button.setAttribute("popovertarget", this.menuTarget.id); // the menu stands beside it
    document.getElementById("line-choices")?.replaceWith(document.importNode(choices, true));
    this.offerEmoji();
    this.menuTarget.showPopover();
  }

  private offerEmoji(): void {
    const place = this.menuTarget.querySelector<HTMLElement>(".menu__emoji");
    place?.replaceChildren(...recent.quick().map((emoji) => emojiButton(emoji)), moreButton());
  }

  private async editLine(line: HTMLElement | null, url: string, words?: string): Promise<void> {
    if (!line || line.querySelector(".message__edit")) return;
    const answer = await this.ask(url);
    const form = answer?.querySelector<HTMLFormElement>("form.message__edit");
    if (!form || !line.isConnected) return;
    line.append(document.importNode(form, true));
    const text = line.querySelector<HTMLTextAreaElement>(".message__edit textarea")!;
    if (words !== undefined) text.value = words;
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    text.dispatchEvent(new Event("input", { bubbles: true }));
    line.scrollIntoView({ block: "nearest" });
  }

  private close(form: HTMLFormElement): void {
    const line = form.closest<HTMLElement>("[data-seq]");
    const from = this.composer;
    form.remove();
    document.dispatchEvent(new Event("live:released"));
    if (from) from.focus();
    else line?.querySelector<HTMLElement>(".message__more")?.focus();
  }

  private get composer(): HTMLTextAreaElement | null {
    return this.element.querySelector<HTMLTextAreaElement>(".inbox__composer textarea[name='body']");
  }

  private press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.matches(".message__more") && event.key in STEPS) return this.step(event, target);
    if (event.key !== "ArrowUp" || target !== this.composer || this.composer.value || event.defaultPrevented) return;
    const mine = [...this.element.querySelectorAll<HTMLElement>(".message[data-mine][data-key]:is([data-kind=reply], [data-kind=note])")].at(-1);
    if (!mine) return;
    event.preventDefault();
    this.at = mine.querySelector(".message__more");
    void this.editLine(mine, `/inbox/messages/${mine.id.replace("message-", "")}/editing/`);
  }

  private step(event: KeyboardEvent, from: HTMLElement): void {
    event.preventDefault();
    const buttons = this.buttons;
    const wanted = buttons.indexOf(from) + STEPS[event.key]!;
    buttons[Math.max(0, Math.min(buttons.length - 1, wanted))]?.focus();
  }

  /** `m`: the menu of the line one stands on, else of the newest. */
  private shortcut(event: CustomEvent<{ keys: string }>): void {
    if (event.detail.keys !== "m") return;
    const button = document.activeElement?.closest("[data-seq]")?.querySelector<HTMLElement>(".message__more") ?? this.buttons.at(-1);
    if (!button) return;
    event.preventDefault();
    button.focus();
    void this.openAt(button);
  }

  private async change(url: string, method: string, line: HTMLElement | null): Promise<boolean> {
    const answer = await ask(url, method, null, { "HX-Request": "true" }).catch(() => null);
    if (answer?.ok && !answer.redirected) return line?.querySelector<HTMLElement>(".message__more")?.focus(), true;
    await refuse(answer);
    return false;
  }

  private async ask(url: string): Promise<Document | null> {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
    if (answer?.ok && !answer.redirected) return new DOMParser().parseFromString(await answer.text(), "text/html");
    await refuse(answer);
    return null;
  }
}

function isBusy(form: HTMLFormElement): boolean {
  return form.ariaBusy === "true";
}

function isMine(button: HTMLElement): boolean {
  return (button.dataset["people"] ?? "").split(" ").includes(me().id);
}

function emojiButton(emoji: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "menu__item";
  button.setAttribute("role", "menuitem");
  button.tabIndex = -1;
  button.textContent = emoji;
  button.setAttribute("aria-label", gettext("React with %(emoji)s", { emoji }));
  button.dataset["action"] = "lines#react";
  button.dataset["linesEmojiParam"] = emoji;
  return button;
}

function moreButton(): HTMLElement {
  const button = emojiButton("…");
  button.setAttribute("aria-label", gettext("React with another emoji"));
  button.dataset["action"] = "lines#reactOther";
  delete button.dataset["linesEmojiParam"];
  return button;
}

async function refuse(answer: Response | null): Promise<void> {
  const said = answer ? reasonIn(await answer.text()) : gettext("No connection. Nothing was changed.");
  toast({ text: said || gettext("This is not there any more."), kind: "error" });
}

function reasonIn(html: string): string {
  return new DOMParser().parseFromString(html, "text/html").querySelector("[data-error]")?.textContent ?? "";
}

function say(form: HTMLFormElement, words: string): void {
  const said = form.querySelector<HTMLElement>(".message__edit-said")!;
  said.hidden = false;
  said.textContent = words;
}
