import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { refresh, upsert } from "../../live/frontend/apply.ts";
import { fetchElement } from "../../live/frontend/fetch.ts";
import { isBeyond, put } from "../../live/frontend/place.ts";
import { me } from "../../live/frontend/me.ts";
import { Judge } from "./judge.ts";
import { holds, rowOf } from "./rule.ts";

/** Before the first row of a list whose rows have all left: the greatest key, or in a list that goes up the smallest. */
const FIRST = { desc: "9999999999999999-ffffffff-ffff-ffff-ffff-ffffffffffff", asc: "0000000000000000-00000000-0000-0000-0000-000000000000" };

/**
 * A folder's rows: takes in what its rule holds and lets go of the rest, stamps what is unread and which one is open,
 * fetches the next page when the end comes into sight, keeps the figures on the tabs.
 *
 * @example
 * <ul id="rows" data-controller="folder" data-folder-state-value="open" data-folder-assignee-value="me" data-folder-url-value="/inbox/mine/">
 */
export class FolderController extends Controller<HTMLElement> {
  static override values = { state: String, assignee: String, mentioned: String, inbox: String, url: String, waiting: Boolean, asks: Boolean };
  declare readonly stateValue: string;
  declare readonly assigneeValue: string;
  declare readonly mentionedValue: string;
  declare readonly inboxValue: string;
  declare readonly urlValue: string;
  declare readonly waitingValue: boolean;
  /** The list is filtered: the server says which rows stand here. */
  declare readonly asksValue: boolean;
  private judge!: Judge;
  /** Rows that the server has said stand here, on their way in; and those that it said do not. */
  private readonly let = new Set<string>();
  private readonly refused = new Set<string>();
  private loading = false;
  /** Rows below the last one that came while a page was on its way: it may have been read before them. */
  private beyond: HTMLElement[] = [];
  private readonly shown = (event: Event) => this.refresh(event.target as Element);
  private readonly placed = (event: Event) => this.place(event as CustomEvent<{ element: HTMLElement }>);
  private readonly fell = (event: Event) => {
    this.countViews();
    if (this.loading) this.beyond.push((event as CustomEvent<{ element: HTMLElement }>).detail.element);
  };
  private readonly opened = () => this.stampCurrent();
  private readonly again = () => void this.load();
  private readonly letGo = () => this.dropLeaving();
  private readonly added = new MutationObserver((changes) => this.check(changes));
  private readonly sight = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void this.load());

  override connect(): void {
    this.judge = new Judge(this.urlValue, (conversation, html) => this.judged(`row-${conversation}`, html));
    this.element.addEventListener("live:place", this.placed);
    this.element.addEventListener("live:beyond", this.fell);
    this.element.addEventListener("pointerleave", this.letGo);
    document.addEventListener("bulk:cleared", this.letGo);
    document.addEventListener("live:shown", this.shown);
    document.addEventListener("inbox:opened", this.opened);
    this.retry?.addEventListener("click", this.again);
    this.added.observe(this.element, { childList: true });
    if (this.more) this.sight.observe(this.more);
    this.stamp();
    this.countViews();
  }

  override disconnect(): void {
    this.element.removeEventListener("live:place", this.placed);
    this.element.removeEventListener("live:beyond", this.fell);
    this.element.removeEventListener("pointerleave", this.letGo);
    document.removeEventListener("bulk:cleared", this.letGo);
    document.removeEventListener("live:shown", this.shown);
    document.removeEventListener("inbox:opened", this.opened);
    this.added.disconnect();
    this.sight.disconnect();
  }

  private get rows(): HTMLElement[] {
    return [...this.element.children] as HTMLElement[];
  }

  private get more(): HTMLElement | null {
    return document.getElementById("more");
  }

  private get retry(): HTMLElement | null {
    return document.getElementById("more-again");
  }

  private isHere(row: HTMLElement): boolean {
    if (this.asksValue) return !this.refused.has(row.id);
    const { stateValue: state, assigneeValue: assignee, mentionedValue: mentioned, inboxValue: inbox, waitingValue: waiting } = this;
    return holds({ state, assignee, mentioned, inbox, waiting }, rowOf(row), me().id);
  }

  /** A row has come or changed: one that does not stand here goes, or never comes in. */
  private place(event: CustomEvent<{ element: HTMLElement }>): void {
    const row = event.detail.element;
    this.countViews();
    if (this.asksValue && !this.let.delete(row.id)) {
      void this.judge.ask(row.dataset["conversation"]!);
    } else if (this.isHere(row)) return row.removeAttribute("data-leaving");
    else if (row.isConnected) this.leave(row);
    event.preventDefault();
    event.stopPropagation();
  }

  /** What the server said of a row: it takes its place, or goes. */
  private judged(id: string, html: string | null): void {
    const row = document.getElementById(id);
    if (html === null) {
      this.refused.add(id);
      if (row?.parentElement === this.element) this.leave(row);
      return;
    }
    this.refused.delete(id);
    this.let.add(id);
    upsert(id, html, this.element.id);
    this.let.delete(id);
  }

  /** What the pointer is over stays until it moves away, so that no click meets another row than it was meant for. */
  private leave(row: HTMLElement): void {
    const isHeld = row.hasAttribute("data-selected") || (this.element.matches(":hover") && !row.hasAttribute("data-current"));
    if (isHeld) row.setAttribute("data-leaving", "");
    else this.drop(row);
  }

  private dropLeaving(): void {
    for (const row of this.rows) {
      if (row.hasAttribute("data-leaving") && !row.hasAttribute("data-selected") && !this.isHere(row)) this.drop(row);
    }
  }

  private drop(row: HTMLElement): void {
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    const hadFocus = row.contains(document.activeElement);
    row.remove();
    if (hadFocus) neighbour?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  }

  /** What waited behind "3 new" may have left the folder meanwhile. */
  private check(changes: MutationRecord[]): void {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (!(node instanceof HTMLElement)) continue;
        if (!this.isHere(node)) node.remove();
        else if (!this.readOf(node) && Number(node.dataset["said"]) > 1) void this.ask(node);
        else this.stampRow(node);
      }
    }
  }

  private refresh(target: Element): void {
    if (target.id === "folder-counts" || target.id === "view-counts") this.count(target as HTMLElement);
    else if (target.closest("#rows, #reads")) this.stamp();
  }

  private count(figures: HTMLElement): void {
    for (const tab of document.querySelectorAll<HTMLElement>("[data-count-of]")) {
      tab.textContent = figures.getAttribute(`data-count-${tab.dataset["countOf"]}`) ?? tab.textContent;
    }
  }

  /** What stands in the pinned views is asked for when the page is there, so that no page waits for it, and with each row that is told. */
  private countViews(): void {
    const figures = document.getElementById("view-counts");
    if (figures && document.querySelector(".view-tab [data-count-of]")) void refresh("view-counts", figures.dataset["refresh"]!);
  }

  private stamp(): void {
    for (const row of this.rows) this.stampRow(row);
  }

  private stampRow(row: HTMLElement): void {
    const read = Number(this.readOf(row)?.dataset["seq"] ?? 0);
    row.toggleAttribute("data-unread", Number(row.dataset["said"]) > read);
    this.stampOpen(row);
  }

  private readOf(row: HTMLElement): HTMLElement | null {
    return document.getElementById(`read-${row.dataset["conversation"]}`);
  }

  /** A conversation that came in from another folder: how far this person has read it, the page was not told. */
  private async ask(row: HTMLElement): Promise<void> {
    const id = `read-${row.dataset["conversation"]}`;
    const url = `${row.querySelector<HTMLAnchorElement>(".row__link")!.pathname}reading/`;
    const read = await fetchElement(url, id).catch(() => null);
    if (read && !document.getElementById(id)) document.getElementById("reads")?.append(read);
    this.stampRow(row);
  }

  private stampCurrent(): void {
    for (const row of this.rows) this.stampOpen(row);
  }

  private stampOpen(row: HTMLElement): void {
    const open = document.getElementById("conversation")?.dataset["threadIdValue"];
    const isOpen = row.dataset["conversation"] === open;
    row.toggleAttribute("data-current", isOpen);
    const link = row.querySelector(".row__link");
    if (isOpen) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }

  /** The next page begins after the last row there is. */
  private async load(): Promise<void> {
    if (this.loading || !this.element.hasAttribute("data-more")) return;
    this.loading = true;
    try {
      this.take(await this.fetchPage());
      this.fail(false);
    } catch {
      this.fail(true);
    }
    this.loading = false;
    for (const row of this.beyond.splice(0)) this.add(row);
    if (this.more && !this.failed && isInSight(this.more)) void this.load();
  }

  private async fetchPage(): Promise<Document> {
    const url = new URL(this.urlValue, location.href);
    const first = FIRST[this.element.dataset["order"] === "asc" ? "asc" : "desc"];
    url.searchParams.set("before", this.element.getAttribute("data-more") || first);
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  private take(page: Document): void {
    const [rows, reads] = [page.querySelector("[data-page]")!, page.querySelector("[data-page-reads]")!];
    const isNew = (each: Element) => !document.getElementById(each.id);
    document.getElementById("reads")?.append(...[...reads.children].filter(isNew));
    const fresh = [...rows.children].filter(isNew).map((row) => document.importNode(row, true));
    this.element.append(...fresh);
    for (const row of fresh) htmx.process(row);
    const next = rows.getAttribute("data-page");
    if (next) this.element.setAttribute("data-more", next);
    else this.element.removeAttribute("data-more");
  }

  /** At the place it has among the rows that are here now; what is on the screen does not move for it. */
  private add(row: HTMLElement): void {
    if (document.getElementById(row.id)) return upsert(row.id, row.outerHTML, this.element.id);
    if (isBeyond(this.element, row)) return;
    if (this.asksValue) return void this.judge.ask(row.dataset["conversation"]!);
    if (!this.isHere(row)) return;
    put(this.element, row);
    htmx.process(row);
  }

  private get failed(): boolean {
    return document.getElementById("more-failed")?.hidden === false;
  }

  private fail(failed: boolean): void {
    const banner = document.getElementById("more-failed");
    if (banner) banner.hidden = !failed;
  }
}

function isInSight(element: HTMLElement): boolean {
  const pane = element.closest(".pane__body")!.getBoundingClientRect();
  const place = element.getBoundingClientRect();
  return place.height > 0 && place.top < pane.bottom;
}
