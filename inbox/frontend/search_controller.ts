import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { gettext } from "../../live/frontend/text.ts";
import { move, withoutSearch } from "./addresses.ts";

/** A pause in typing after which is asked. */
const PAUSE = 80;
/** How long what was found before stays while an answer is on its way. */
const PATIENCE = 150;

/**
 * Finds as one types: the folder waits, hidden and live, in the page; what was found stands in its place, with an address
 * of its own. Escape brings the folder back as it was. An answer to words that have changed meanwhile is dropped.
 *
 * @example
 * <section id="list" data-controller="search">
 *   <form data-search-target="form" data-folder="/inbox/mine/" data-action="submit->search#go">
 *     <input type="search" name="q" data-search-target="box" data-action="input->search#type keydown->search#key"></form>
 *   <div data-search-target="folder">…</div>
 *   <div data-search-target="found" hidden><div id="found-list"></div><div data-search-target="failed" hidden></div></div>
 */
export class SearchController extends Controller<HTMLElement> {
  static override targets = ["form", "box", "folder", "found", "failed", "rows", "more"];
  declare readonly formTarget: HTMLFormElement;
  declare readonly boxTarget: HTMLInputElement;
  declare readonly folderTarget: HTMLElement;
  declare readonly foundTarget: HTMLElement;
  declare readonly failedTarget: HTMLElement;
  declare readonly rowsTarget: HTMLElement;
  declare readonly hasRowsTarget: boolean;
  declare readonly moreTarget: HTMLElement;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private request: AbortController | null = null;
  /** The words whose answer is shown, or on its way. */
  private asked = "";
  /** Enter was pressed before the answer was there. */
  private stepsIn = false;
  private loading = false;
  /** Where the folder stood, and from which of its rows one came. */
  private top = 0;
  private cameFrom: HTMLElement | null = null;
  private readonly opened = () => this.stamp();
  private readonly denied = (event: Event) => this.forget((event as CustomEvent<{ stream: string }>).detail.stream);
  private readonly pressed = (event: Event) => this.press(event as CustomEvent<{ keys: string }>);
  private readonly sight = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && void this.load());

  override connect(): void {
    document.addEventListener("inbox:opened", this.opened);
    document.addEventListener("live:denied", this.denied);
    document.addEventListener("shortcut", this.pressed);
    this.asked = this.isSearching ? this.words : "";
    this.stamp();
  }

  override disconnect(): void {
    document.removeEventListener("inbox:opened", this.opened);
    document.removeEventListener("live:denied", this.denied);
    document.removeEventListener("shortcut", this.pressed);
    this.sight.disconnect();
    clearTimeout(this.pause);
    this.giveUp();
  }

  moreTargetConnected(more: HTMLElement): void {
    this.sight.observe(more);
  }

  moreTargetDisconnected(more: HTMLElement): void {
    this.sight.unobserve(more);
  }

  type(event: InputEvent): void {
    if (event.isComposing) return;
    clearTimeout(this.pause);
    this.stepsIn = false;
    if (!this.words) this.showFolder("replace");
    else this.pause = setTimeout(() => void this.ask(), PAUSE);
  }

  /** Enter: into what was found, or will be. */
  go(event: Event): void {
    event.preventDefault();
    if (!this.words) return;
    if (this.words === this.asked && !this.request) return this.stepIn();
    clearTimeout(this.pause);
    this.stepsIn = true;
    if (this.words !== this.asked) void this.ask();
  }

  key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && this.isSearching) this.stepIn();
    else if (event.key === "Escape" && (this.isSearching || this.boxTarget.value)) this.leave();
    else return;
    event.preventDefault();
  }

  /** Back to the folder, as it was. */
  leave(): void {
    this.boxTarget.value = "";
    this.showFolder("push");
    this.boxTarget.blur();
    const row = this.cameFrom?.isConnected ? this.cameFrom : this.folderTarget.querySelector<HTMLElement>("[data-current] .row__link");
    row?.focus({ preventScroll: true });
    this.cameFrom = null;
  }

  again(): void {
    if (this.hasRowsTarget && this.words === this.asked) void this.load();
    else void this.ask();
  }

  /** A conversation that stands here is another now: its client's name, who has it, whether it is open. */
  heard(event: CustomEvent<{ op: string; id: string; html?: string }>): void {
    const { op, id, html } = event.detail;
    if (op !== "upsert" || !html || !id.startsWith("row-")) return;
    const shown = document.getElementById(id.replace("row-", "found-"));
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(id);
    if (shown && fresh) update(shown, fresh);
  }

  private get words(): string {
    return this.boxTarget.value.trim();
  }

  private get isSearching(): boolean {
    return !this.foundTarget.hidden;
  }

  private get folderAddress(): string {
    return this.formTarget.dataset["folder"]!;
  }

  private get address(): string {
    const asked = new URLSearchParams(new FormData(this.formTarget) as unknown as Record<string, string>);
    asked.set("q", this.words);
    return `${this.formTarget.getAttribute("action")}?${asked}`;
  }

  private async ask(): Promise<void> {
    if (this.words === this.asked && this.isSearching && this.failedTarget.hidden) return this.arrived();
    this.giveUp();
    this.failedTarget.hidden = true;
    const request = (this.request = new AbortController());
    this.asked = this.words;
    const address = this.address;
    this.enter(address);
    this.patience = setTimeout(() => this.wait(), PATIENCE);
    try {
      const page = await fetchPage(address, "found", request.signal);
      if (this.request === request && this.words === this.asked) this.show(page.getElementById("found-list")!);
    } catch {
      if (this.request === request) this.fail();
    }
    if (this.request === request) this.giveUp();
    this.arrived();
  }

  /** The address is that of the search: the first step is a place of its own in the history, what is typed on is not. */
  private enter(address: string): void {
    const begins = !this.isSearching && !location.pathname.startsWith(this.formTarget.getAttribute("action")!);
    if (!this.isSearching) this.top = this.folderPane?.scrollTop ?? 0;
    move(address, begins ? "push" : "replace");
  }

  private wait(): void {
    this.showFound();
    this.foundTarget.setAttribute("data-searching", "");
  }

  private show(list: Element): void {
    this.failedTarget.hidden = true;
    const fresh = document.importNode(list, true) as HTMLElement;
    document.getElementById("found-list")!.replaceWith(fresh);
    htmx.process(fresh);
    this.showFound();
    this.foundTarget.scrollTop = 0;
    this.stamp();
    document.title = fresh.dataset["title"]!.trim();
    const count = fresh.querySelectorAll("#found-rows > .row").length;
    announce(count ? gettext("%(count)s conversations found", { count }) : (fresh.querySelector(".empty__title")?.textContent ?? ""));
  }

  private fail(): void {
    document.getElementById("found-list")!.replaceChildren();
    this.showFound();
    this.failedTarget.hidden = false;
    this.stepsIn = false;
  }

  private giveUp(): void {
    clearTimeout(this.patience);
    this.request?.abort();
    this.request = null;
    this.foundTarget.removeAttribute("data-searching");
  }

  private arrived(): void {
    if (!this.stepsIn || this.request) return;
    this.stepsIn = false;
    this.stepIn();
  }

  private showFound(): void {
    this.foundTarget.hidden = false;
    this.folderTarget.hidden = true;
  }

  private showFolder(how: "push" | "replace"): void {
    clearTimeout(this.pause);
    this.giveUp();
    const was = this.isSearching;
    this.asked = "";
    const address = withoutSearch(location, this.formTarget.getAttribute("action")!, this.folderAddress);
    if (address) move(address, how);
    this.failedTarget.hidden = true;
    this.foundTarget.hidden = true;
    this.folderTarget.hidden = false;
    if (was && this.folderPane) this.folderPane.scrollTop = this.top;
    this.pointBack();
  }

  private get folderPane(): HTMLElement | null {
    return document.getElementById("list-body");
  }

  private stepIn(): void {
    const first = this.foundTarget.querySelector<HTMLElement>("#found-rows .row__link");
    first?.focus();
    first?.closest(".row")?.scrollIntoView({ block: "nearest" });
  }

  private press(event: CustomEvent<{ keys: string }>): void {
    const { keys } = event.detail;
    const isOpen = document.getElementById("conversation")?.dataset["threadIdValue"];
    if (keys === "/" && this.boxTarget.checkVisibility()) this.begin();
    else if (keys === "esc" && this.isSearching && !isOpen) this.leave();
    else return;
    event.preventDefault();
  }

  private begin(): void {
    if (this.folderTarget.contains(document.activeElement)) this.cameFrom = document.activeElement as HTMLElement;
    this.boxTarget.focus();
    this.boxTarget.select();
  }

  /** Which of the rows is open beside them; and the way back from it leads to what the list shows. */
  private stamp(): void {
    const open = document.getElementById("conversation")?.dataset["threadIdValue"];
    for (const row of this.foundTarget.querySelectorAll<HTMLElement>("#found-rows > .row")) {
      const isOpen = row.dataset["conversation"] === open;
      row.toggleAttribute("data-current", isOpen);
      const link = row.querySelector(".row__link")!;
      if (isOpen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.pointBack();
  }

  private pointBack(): void {
    const back = document.querySelector<HTMLAnchorElement>(".inbox__back");
    const address = this.isSearching && this.words ? this.address : this.folderAddress;
    if (!back || back.getAttribute("href") === address) return;
    back.setAttribute("href", address);
    htmx.process(back); // it had read the other address
  }

  /** An inbox was taken from this person. */
  private forget(stream: string): void {
    for (const row of this.foundTarget.querySelectorAll<HTMLElement>("#found-rows > .row")) {
      if (stream === `inbox:${row.dataset["inbox"]}`) row.remove();
    }
  }

  /** The next page; one that holds little goes on by itself as long as its end is in sight. */
  private async load(): Promise<void> {
    const [rows, asked] = [this.hasRowsTarget ? this.rowsTarget : null, this.asked];
    const before = rows?.dataset["more"];
    if (this.loading || !rows || !before) return;
    this.loading = true;
    this.failedTarget.hidden = true;
    try {
      const page = await fetchPage(`${this.address}&before=${before}`, "found");
      if (asked === this.asked && rows.isConnected) take(rows, page.querySelector<HTMLElement>("[data-page]")!);
    } catch {
      this.failedTarget.hidden = false;
    }
    this.loading = false;
    this.stamp();
    const more = this.hasRowsTarget && this.failedTarget.hidden ? this.moreTarget : null;
    if (more?.checkVisibility() && more.getBoundingClientRect().top < this.foundTarget.getBoundingClientRect().bottom) void this.load();
  }
}

function take(rows: HTMLElement, page: HTMLElement): void {
  const fresh = [...page.children].filter((row) => !document.getElementById(row.id)).map((row) => document.importNode(row, true) as HTMLElement);
  rows.append(...fresh);
  for (const row of fresh) htmx.process(row);
  const next = page.dataset["page"];
  if (next) rows.dataset["more"] = next;
  else delete rows.dataset["more"];
}

/** What a row of a folder says of its conversation, for the row that was found. */
function update(shown: HTMLElement, fresh: HTMLElement): void {
  for (const name of ["state", "assignee", "inbox", "priority"]) {
    if (fresh.dataset[name]) shown.dataset[name] = fresh.dataset[name];
    else delete shown.dataset[name];
  }
  const client = fresh.querySelector(".row__title")!.textContent;
  if (shown.dataset["client"] !== client) {
    shown.dataset["client"] = client;
    shown.querySelector(".row__title")!.textContent = client;
    shown.querySelector(".row__face")!.replaceChildren(...fresh.querySelector(".row__face")!.children);
  }
  shown.querySelector(".inbox__tags")?.remove();
  const tags = fresh.querySelector(".inbox__tags");
  if (tags) shown.querySelector(".row__body")!.append(tags);
  shown.querySelector(".row__foot:last-child")!.replaceChildren(...fresh.querySelector(".row__foot:last-child")!.childNodes);
}

async function fetchPage(url: string, target: string, signal?: AbortSignal): Promise<Document> {
  const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Target": target }, cache: "no-store", signal: signal ?? null });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function announce(words: string): void {
  const announcer = document.getElementById("announcer");
  if (announcer) announcer.textContent = words;
}
