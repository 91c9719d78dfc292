import { Controller } from "@hotwired/stimulus";
import { upsert } from "../apply.ts";
import { me } from "../me.ts";
import { anywayIn, bubbleOf, draw, reasonIn, showPending, showRefused } from "../outbox/bubble.ts";
import { kindOf, type Entry } from "../outbox/entry.ts";
import { outbox } from "../outbox/outbox.ts";
import { gettext } from "../text.ts";
import { uuidv7 } from "../uuidv7.ts";

interface Told {
  entry: Entry;
  status: number;
  html: string;
  /** Another tab sent it. */
  elsewhere?: boolean;
}

/**
 * A form whose words are not lost: kept in this browser, shown at once, sent when there is a connection.
 *
 * @example
 * <form method="post" action="/inbox/7/messages/" data-outbox data-controller="outbox" data-outbox-list-value="messages-7">
 *   <input type="hidden" name="id" data-outbox-target="id"><textarea name="body" data-outbox-target="text"></textarea>
 *   <template data-outbox-target="bubble"><li class="message message--ours">… <p data-outbox-text></p> …</li></template>
 */
export class OutboxController extends Controller<HTMLFormElement> {
  static override targets = ["id", "text", "bubble"];
  static override values = { list: String };
  declare readonly idTarget: HTMLInputElement;
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly bubbleTargets: HTMLTemplateElement[];
  declare readonly listValue: string;
  private readonly onSubmit = (event: SubmitEvent) => this.submit(event);
  private readonly heard: [string, (event: Event) => void][] = [
    ["outbox:sent", (event) => this.sent((event as CustomEvent<Told>).detail)],
    ["outbox:refused", (event) => this.refused((event as CustomEvent<Told>).detail)],
    ["outbox:waits", (event) => this.isMine(event) && showPending(bubbleOf((event as CustomEvent<Told>).detail.entry), true)],
    ["outbox:gone", (event) => this.isMine(event) && this.takeAway((event as CustomEvent<Told>).detail.entry)],
  ];

  override connect(): void {
    this.element.addEventListener("submit", this.onSubmit, { capture: true });
    for (const [name, listener] of this.heard) document.addEventListener(name, listener);
    void this.restore();
  }

  override disconnect(): void {
    this.element.removeEventListener("submit", this.onSubmit, { capture: true });
    for (const [name, listener] of this.heard) document.removeEventListener(name, listener);
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    const entry = this.write(event.submitter);
    if (!this.dispatch("queue", { prefix: "outbox", detail: { entry }, cancelable: true }).defaultPrevented) void this.keep(entry);
  }

  /** The form is free at once for what is written next; until the entry is kept (`queued`), whoever has a copy keeps it. */
  private async keep(entry: Entry): Promise<void> {
    this.show(entry);
    this.clear();
    try {
      await outbox().add(entry);
    } catch {
      return this.unkept(entry);
    }
    this.dispatch("queued", { prefix: "outbox", detail: { entry } });
  }

  private unkept(entry: Entry): void {
    const reason = gettext("This browser could not keep it, so it was not sent. Your words are still here: try again, or copy them.");
    this.dispatch("unkept", { prefix: "outbox", detail: { entry, reason } });
    if (!this.giveBack(entry)) this.offer(entry, reason);
  }

  private write(submitter: HTMLElement | null): Entry {
    this.idTarget.value ||= uuidv7();
    const fields = [...new FormData(this.element, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "id");
    return {
      id: this.idTarget.value,
      url: this.url,
      me: me().id,
      fields,
      text: this.textTarget.value,
      list: this.listValue,
      state: "waiting",
    };
  }

  private clear(): void {
    this.idTarget.value = "";
    this.textTarget.value = "";
    this.dispatch("cleared", { prefix: "outbox" });
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private show(entry: Entry): void {
    const template = this.templateOf(entry);
    const bubble = bubbleOf(entry) ?? (template ? draw(template, entry) : null);
    if (entry.state === "refused") this.handle({ entry, status: entry.status ?? 0, html: entry.reason ?? "" });
    else showPending(bubble, !navigator.onLine);
  }

  /** A form that writes several kinds has a template for each, by `data-kind`. */
  private templateOf(entry: Entry): HTMLTemplateElement | undefined {
    const kind = kindOf(entry);
    return this.bubbleTargets.find((template) => template.dataset["kind"] === kind) ?? this.bubbleTargets[0];
  }

  private sent({ entry, html }: Told): void {
    if (entry.url !== this.url) return;
    const id = `message-${entry.id}`;
    if (html.includes(id)) upsert(id, html, entry.list);
    this.dispatch("sent", { prefix: "outbox", detail: { entry, html }, bubbles: false });
  }

  /** The form that shows the bubble answers; the tab that sent for another only shows what became of it. */
  private refused(told: Told): void {
    const { entry, status, html } = told;
    if (entry.url !== this.url) return;
    if (bubbleOf(entry)) return this.handle(told);
    const template = this.templateOf(entry);
    if (told.elsewhere || !template) return;
    draw(template, entry);
    this.offer({ ...entry, state: "refused", reason: html, status }, html);
  }

  private handle({ entry, status, html }: Told): void {
    const detail = { entry, status, html, giveBack: () => this.giveBack(entry) };
    const said = this.dispatch("refused", { prefix: "outbox", detail, cancelable: true, bubbles: false });
    if (!said.defaultPrevented) this.offer(entry, html);
  }

  private offer(entry: Entry, html: string): void {
    const anyway = anywayIn(html);
    showRefused(bubbleOf(entry), reasonIn(html), [
      anyway ? [gettext("Send anyway"), () => this.retry(withFields(entry, anyway))] : [gettext("Try again"), () => this.retry(entry)],
      [gettext("Edit"), () => this.giveBack(entry)],
      [gettext("Discard"), () => this.discard(entry)],
    ]);
  }

  private retry(entry: Entry): void {
    showPending(bubbleOf(entry), !navigator.onLine);
    outbox().retry(entry).catch(() => this.unkept(entry));
  }

  /**
   * The words go back to where they were written, before what stands there, and their files with them (`outbox:given`);
   * the next send is a new try of the same id. False, and nothing moves, where `outbox:back` was prevented: the form holds
   * what they must not be mixed with.
   */
  private giveBack(entry: Entry): boolean {
    if (this.dispatch("back", { prefix: "outbox", detail: { entry }, cancelable: true }).defaultPrevented) return false;
    this.discard(entry);
    this.idTarget.value = entry.id;
    this.textTarget.value = [entry.text, this.textTarget.value].filter((words) => words.trim()).join("\n\n");
    this.dispatch("given", { prefix: "outbox", detail: { entry } });
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.textTarget.focus();
    return true;
  }

  private discard(entry: Entry): void {
    this.takeAway(entry);
    void outbox().discard(entry);
  }

  private takeAway(entry: Entry): void {
    const bubble = bubbleOf(entry);
    if (bubble?.matches("[data-pending], [data-failed]")) bubble.remove();
  }

  /** What this person wrote here before a reload, or in a page that was closed. */
  private async restore(): Promise<void> {
    for (const entry of await outbox().of(this.url)) this.show(entry);
    void outbox().flush();
  }

  private get url(): string {
    return new URL(this.element.getAttribute("action") ?? "", location.href).pathname;
  }

  private isMine(event: Event): boolean {
    return (event as CustomEvent<Told>).detail.entry.url === this.url;
  }
}

function withFields(entry: Entry, changed: Map<string, string>): Entry {
  return { ...entry, fields: entry.fields.map(([name, value]) => [name, changed.get(name) ?? value]) };
}
