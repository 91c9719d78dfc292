import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { show } from "../../live/frontend/apply.ts";
import { conceal } from "../../live/frontend/conceal.ts";
import { csrf, fetchElement, Gone } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";
import { handOver } from "./handover_controller.ts";
import { reason } from "./refusal.ts";
import { neighbour, shownRows } from "./rows.ts";

const HINT_AFTER = 150;
const LIST_AGAIN = 3_000;

interface Press {
  params: { url?: string; id?: string; assignee?: string | number; team?: string | number };
}

/** The three panes: opening beside the list, closing and going on, giving away, the client's card and the history. */
export class InboxController extends Controller<HTMLElement> {
  private listing: ReturnType<typeof setTimeout> | undefined;
  private hint: ReturnType<typeof setTimeout> | undefined;
  private readonly heard: [EventTarget, string, (event: Event) => void][] = [
    [document, "htmx:beforeRequest", (event) => this.isOpening(event) && this.opening()],
    [document, "htmx:afterRequest", (event) => this.isOpening(event) && this.opened()],
    [document, "htmx:afterSwap", (event) => this.isOpening(event) && this.swapped()],
    [document, "live:denied", (event) => this.denied(event as CustomEvent<{ stream: string }>)],
    [document, "shortcut", (event) => this.pressed(event as CustomEvent<{ keys: string }>)],
  ];
  private readonly toggled = (event: Event) => (event as ToggleEvent).newState === "open" && void this.choose();

  override connect(): void {
    for (const [target, name, listener] of this.heard) target.addEventListener(name, listener);
    this.element.addEventListener("toggle", this.toggled, { capture: true });
  }

  override disconnect(): void {
    for (const [target, name, listener] of this.heard) target.removeEventListener(name, listener);
    this.element.removeEventListener("toggle", this.toggled, { capture: true });
    clearTimeout(this.hint);
    clearTimeout(this.listing);
  }

  /** Close it and open the next one of the list. */
  close({ params }: Press): void {
    const next = neighbour(this.rows?.querySelector<HTMLElement>(`[data-conversation="${params.id}"]`) ?? null);
    void this.change(params.url!, "POST", gettext("Closed")).then((done) => done && (next ? next.click() : this.back()));
  }

  reopen({ params }: Press): void {
    void this.send(params.url!, "DELETE").then((done) => done && toast({ text: gettext("Open again") }));
  }

  assign({ params }: Press): void {
    const form = new URLSearchParams({ assignee: String(params.assignee ?? "") });
    if (params.team !== undefined) form.set("team", String(params.team));
    void this.send(params.url!, "PUT", form);
  }

  handOver({ params }: Press): void {
    void handOver(params.url!);
  }

  /** The client's card becomes its form. */
  edit({ params }: Press): void {
    void htmx.ajax("get", `${params.url}?edit`, { target: "#contact-slot", swap: "innerHTML" });
  }

  history(event: Event & Press): void {
    const details = event.target as HTMLDetailsElement;
    const place = details.querySelector(".inbox__history-place");
    if (details.open && place) void htmx.ajax("get", event.params.url!, { target: place as HTMLElement, swap: "innerHTML" });
  }

  /** An inbox or a conversation was taken from this person: what was shown of it goes. */
  private denied(event: CustomEvent<{ stream: string }>): void {
    if ((event.target as Element).id === "conversation") this.forget();
    if (!event.detail.stream.startsWith("inbox:")) return;
    clearTimeout(this.listing); // several go at once
    this.listing = setTimeout(() => void this.list(event.detail.stream.slice("inbox:".length)));
  }

  private forget(): void {
    delete document.getElementById("conversation")?.dataset["threadIdValue"];
    document.getElementById("context")?.replaceChildren();
    document.dispatchEvent(new CustomEvent("inbox:opened"));
  }

  /** The list as it is without the inbox `lost`. */
  private async list(lost: string): Promise<void> {
    const [list, rows] = [document.getElementById("list"), document.getElementById("rows")];
    const url = new URL(rows?.dataset["folderUrlValue"] ?? "", location.href);
    if (url.searchParams.get("inbox") === lost) url.searchParams.delete("inbox");
    if (!list) return;
    try {
      const fresh = await fetchElement(url.pathname + url.search, "list");
      show(list, fresh, { url: url.pathname + url.search });
    } catch (error) {
      if (error instanceof Gone) conceal(list);
      else this.listing = setTimeout(() => void this.list(lost), LIST_AGAIN);
    }
  }

  private back(): void {
    document.querySelector<HTMLElement>(".inbox__back")?.click();
  }

  private isOpening(event: Event): boolean {
    return (event as CustomEvent<{ target?: Element }>).detail.target?.id === "conversation";
  }

  private opening(): void {
    clearTimeout(this.hint);
    this.hint = setTimeout(() => this.element.setAttribute("data-opening", ""), HINT_AFTER);
  }

  private opened(): void {
    clearTimeout(this.hint);
    this.element.removeAttribute("data-opening");
  }

  private swapped(): void {
    const id = document.getElementById("conversation")?.dataset["threadIdValue"];
    const before = this.element.dataset["at"];
    this.element.dataset["at"] = id ? "detail" : "list";
    if (!id) this.standOnRow();
    else if (before === "list" && isPhone()) document.getElementById(`client-${id}`)?.focus({ preventScroll: true });
    if (this.element.dataset["context"] === "open") this.element.removeAttribute("data-context");
    document.dispatchEvent(new CustomEvent("inbox:opened"));
  }

  /** Back in the list one stands where one had been. */
  private standOnRow(): void {
    if (this.rows?.contains(document.activeElement)) return;
    const row = this.rows?.querySelector("[data-current]") ?? this.rows?.querySelector("li");
    row?.querySelector<HTMLElement>(".row__link")?.focus({ preventScroll: true });
  }

  private get rows(): HTMLElement | null {
    return shownRows();
  }

  /** `e` on a row of the list closes that one, whatever is open beside it. */
  private pressed(event: CustomEvent<{ keys: string }>): void {
    if (event.detail.keys === "u" && this.unread()) return event.preventDefault();
    const row = document.activeElement?.closest<HTMLElement>("#list .rows > li");
    if (event.detail.keys !== "e" || !row || row.hasAttribute("data-current") || row.dataset["state"] === "closed") return;
    event.preventDefault();
    const next = neighbour(row);
    void this.change(`${row.querySelector<HTMLAnchorElement>(".row__link")!.pathname}closure/`, "POST", gettext("Closed")).then(() => next?.focus());
  }

  /** Who may take it is asked for when the menu opens, so it is never stale. */
  private async choose(): Promise<void> {
    const choices = document.getElementById("assign-choices");
    if (!choices?.dataset["url"] || !choices.checkVisibility()) return;
    const answer = await fetch(choices.dataset["url"], { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return choices.replaceChildren(gettext("This list could not be loaded. Close it and try again."));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("assign-choices");
    if (!fresh) return;
    choices.replaceChildren(...fresh.children);
    choices.querySelector<HTMLElement>(".menu__item")?.focus();
  }

  /** As if it had not been read: the row one stands on, or the open one, from the line that is pointed at on. */
  private unread(): boolean {
    const row = document.activeElement?.closest<HTMLElement>("#list .rows > li:not([data-current])");
    const open = document.getElementById("conversation")?.dataset["threadReadingValue"];
    const url = row ? `${row.querySelector<HTMLAnchorElement>(".row__link")!.pathname}reading/` : open;
    if (!url) return false;
    const line = row ? null : (document.activeElement?.closest<HTMLElement>(".thread > .message") ?? document.querySelector<HTMLElement>(".thread > .message:hover"));
    const from = line?.dataset["seq"] ? `?from=${line.dataset["seq"]}` : "";
    void this.send(url + from, "DELETE").then((done) => {
      if (!done) return;
      toast({ text: gettext("Marked as unread") });
      if (!row) this.back();
    });
    return true;
  }

  private async change(url: string, method: string, text: string): Promise<boolean> {
    const done = await this.send(url, method);
    if (done) toast({ text, undo: url, method: method === "POST" ? "DELETE" : "POST" });
    return done;
  }

  private async send(url: string, method: string, body?: URLSearchParams): Promise<boolean> {
    const answer = await fetch(url, { method, body: body ?? null, headers: { "X-CSRFToken": csrf(), "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) return true;
    const again = () => void this.send(url, method, body);
    toast({ text: await reason(answer), kind: "error", act: { label: gettext("Try again"), run: again } });
    return false;
  }
}

function isPhone(): boolean {
  return matchMedia("(width < 56.25rem)").matches;
}
