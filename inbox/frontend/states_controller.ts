import { Controller } from "@hotwired/stimulus";
import { ask } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { place } from "../../project/frontend/controllers/menu_controller.ts";
import { toast } from "../../project/frontend/toast.ts";
import { reason } from "./refusal.ts";
import { neighbour, otherRow, shownRows } from "./rows.ts";

const KEYS: Record<string, string> = { h: "snooze", p: "priority" };

interface Choice {
  params: { url: string; until?: string; priority?: string };
}

/**
 * Puts a conversation aside, or says how urgent it is: the open one by its buttons, the row one stands on by the same keys.
 * The choices are asked for when a menu opens, so that they are never stale.
 *
 * @example
 * <div data-controller="states"><div id="snooze" popover class="menu" data-states-target="menu"></div><dialog data-states-target="dialog"></dialog></div>
 */
export class StatesController extends Controller<HTMLElement> {
  static override targets = ["menu", "dialog", "error"];
  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly errorTarget: HTMLElement;
  /** The row that a key was pressed on; none: the open conversation. */
  private row: HTMLElement | null = null;
  private url = "";
  private readonly pressed = (event: Event) => this.press(event as CustomEvent<{ keys: string }>);
  private readonly toggled = (event: Event) => void this.toggle(event as ToggleEvent);

  override connect(): void {
    document.addEventListener("shortcut", this.pressed);
  }

  override disconnect(): void {
    document.removeEventListener("shortcut", this.pressed);
  }

  menuTargetConnected(menu: HTMLElement): void {
    menu.addEventListener("toggle", this.toggled);
  }

  menuTargetDisconnected(menu: HTMLElement): void {
    menu.removeEventListener("toggle", this.toggled);
  }

  snooze({ params }: Choice): void {
    void this.putAside(params.url, params.until!);
  }

  wake({ params }: Choice): void {
    void this.send(params.url, "DELETE").then((done) => done && toast({ text: gettext("Woken up") }));
  }

  prioritise({ params }: Choice): void {
    const before = new URLSearchParams({ priority: params.priority! });
    void this.send(params.url, "PUT", before).then((done) => done && toast({ text: done.text, undo: params.url, method: "PUT", body: done.back }));
  }

  /** A moment of one's own: the dialog stays until the server takes it. */
  pick({ params }: Choice): void {
    this.url = params.url;
    this.errorTarget.textContent = "";
    this.form.reset();
    this.dialogTarget.showModal();
    this.form.querySelector("input")!.focus();
  }

  async until(event: Event): Promise<void> {
    event.preventDefault();
    const said = new FormData(this.form);
    const until = String(said.get("words") || said.get("at") || "").trim();
    if (!until) return void (this.errorTarget.textContent = gettext("Write when it shall come back, or choose a date."));
    const refused = await this.putAside(this.url, until, true);
    if (refused) this.errorTarget.textContent = refused;
    else this.dialogTarget.close();
  }

  private get form(): HTMLFormElement {
    return this.dialogTarget.querySelector("form")!;
  }

  private get openId(): string | undefined {
    return document.getElementById("conversation")?.dataset["threadIdValue"];
  }

  /** A key on a row is about that row, whatever is open beside it. */
  private press(event: CustomEvent<{ keys: string }>): void {
    const menu = document.getElementById(KEYS[event.detail.keys] ?? "");
    const row = otherRow();
    if (!menu || !row || row.dataset["state"] === "closed") return;
    event.preventDefault();
    this.row = row;
    menu.showPopover();
  }

  private async toggle(event: ToggleEvent): Promise<void> {
    const menu = event.target as HTMLElement;
    const choices = menu.querySelector<HTMLElement>(".inbox__choices")!;
    if (event.newState !== "open") return void choices.replaceChildren();
    const row = this.row;
    this.row = null;
    const at = row ? row.querySelector<HTMLAnchorElement>(".row__link")!.pathname : `/inbox/conversations/${this.openId}/`;
    const stand = () => row && place(menu, row.getBoundingClientRect());
    stand();
    const answer = await fetch(`${at}${menu.id}/`, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return choices.replaceChildren(gettext("This list could not be loaded. Close it and try again."));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("choices");
    choices.replaceChildren(...(fresh?.children ?? []));
    stand();
    choices.querySelector<HTMLElement>(".menu__item")?.focus();
  }

  /** Snoozing the open one goes on with the next, as closing does. Gives the sentence of a refusal where `quiet`. */
  private async putAside(url: string, until: string, quiet = false): Promise<string> {
    const id = url.split("/").at(-3)!;
    const row = shownRows()?.querySelector<HTMLElement>(`[data-conversation="${id}"]`) ?? null;
    const next = neighbour(row);
    const stays = row?.dataset["state"] === "snoozed";
    const answer = await ask(url, "PUT", new URLSearchParams({ until })).catch(() => null);
    if (!answer?.ok) {
      const why = await reason(answer);
      if (!quiet) toast({ text: why, kind: "error" });
      return why;
    }
    const { text } = (await answer.json()) as { text: string };
    toast({ text, undo: url, method: "DELETE" });
    if (id !== this.openId) next?.focus();
    else if (!stays) (next ?? document.querySelector<HTMLElement>(".inbox__back"))?.click();
    return "";
  }

  private async send(url: string, method: string, body: URLSearchParams | null = null): Promise<{ text: string; back: string } | null> {
    const answer = await ask(url, method, body).catch(() => null);
    if (answer?.status === 204) return { text: "", back: "" };
    if (answer?.ok) return (await answer.json()) as { text: string; back: string };
    toast({ text: await reason(answer), kind: "error" });
    return null;
  }
}
