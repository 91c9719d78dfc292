import { Controller } from "@hotwired/stimulus";
import { ask, post } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { uuidv7 } from "../../live/frontend/uuidv7.ts";
import { provide, type Action } from "../../project/frontend/palette.ts";
import { toast } from "../../project/frontend/toast.ts";

interface Choice {
  params: { url: string; name: string; first?: boolean };
}

interface Offered {
  id: string;
  name: string;
  ran_by_me: number;
}

/**
 * Macros in the open conversation: a menu by its button or key, and the palette. Before the first run a dialog says what it
 * will do; later it runs at once. What moved in the thread meanwhile is shown, and may be passed over.
 *
 * @example
 * <div data-controller="macros"><div id="macros" popover class="menu" data-macros-target="menu"></div>
 *   <dialog data-macros-target="dialog"><div data-macros-target="told"></div><button data-macros-target="go" data-action="macros#run">Run</button></dialog></div>
 */
export class MacrosController extends Controller<HTMLElement> {
  static override targets = ["menu", "dialog", "told", "go"];
  declare readonly menuTarget: HTMLElement;
  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly toldTarget: HTMLElement;
  declare readonly goTarget: HTMLButtonElement;
  /** What the dialog's button runs, and the id of that run: pressed twice, it runs once. */
  private asked = { url: "", id: "", seen: "" };
  private readonly toggled = (event: Event) => void this.toggle(event as ToggleEvent);

  override connect(): void {
    shown = this;
    this.menuTarget.addEventListener("toggle", this.toggled);
  }

  override disconnect(): void {
    if (shown === this) shown = null;
    this.menuTarget.removeEventListener("toggle", this.toggled);
  }

  choose({ params }: Choice): void {
    void this.start(params.url, params.name, params.first === true);
  }

  run(): void {
    void this.send();
  }

  async start(url: string, name: string, first: boolean): Promise<void> {
    const seen = document.querySelector<HTMLInputElement>("#conversation [name='seen']")?.value ?? "";
    this.asked = { url, id: uuidv7(), seen };
    if (!first) return this.send(name);
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return toast({ text: gettext("This macro could not be loaded. Nothing was done."), kind: "error" });
    this.show(name, await answer.text(), "#macro-preview", gettext("Run"));
  }

  /** Offered by the palette while a conversation is open. */
  async actions(): Promise<Action[]> {
    const id = document.getElementById("conversation")?.dataset["threadIdValue"];
    const answer = id ? await fetch("/api/v1/macros/?limit=200") : null;
    if (!answer?.ok) return [];
    const { results } = (await answer.json()) as { results: Offered[] };
    return results.map(({ id: macro, name, ran_by_me }) => ({
      label: gettext("Macro: %(name)s", { name }),
      run: () => void this.start(`/inbox/conversations/${id}/macros/${macro}/`, name, ran_by_me === 0),
    }));
  }

  private async send(name = this.title.textContent ?? ""): Promise<void> {
    const { url, id, seen } = this.asked;
    const answer = await post(url, new URLSearchParams({ id, seen })).catch(() => null);
    if (answer?.status === 201) return this.done((await answer.json()) as { text: string; undo: string });
    if (!answer) return this.failed(gettext("No connection. Nothing was done."), () => void this.send(name));
    const html = await answer.text();
    const refused = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[data-refused]");
    if (answer.status !== 409 || !refused) return this.failed(refused?.querySelector("[data-error]")?.textContent ?? gettext("Something went wrong on our side. Nothing was done."));
    this.asked = { url, id, seen: refused.dataset["anyway"]?.split("=")[1] ?? "" };
    this.show(name, html, "[data-refused]", gettext("Run anyway"));
  }

  private done({ text, undo }: { text: string; undo: string }): void {
    if (this.dialogTarget.open) this.dialogTarget.close();
    toast(undo ? { text, undo, method: "DELETE" } : { text });
  }

  private failed(text: string, again?: () => void): void {
    if (this.dialogTarget.open) this.dialogTarget.close();
    toast({ text, kind: "error", ...(again ? { act: { label: gettext("Try again"), run: again } } : {}) });
  }

  private show(name: string, html: string, part: string, go: string): void {
    const told = new DOMParser().parseFromString(html, "text/html").querySelector(part);
    this.title.textContent = name;
    this.toldTarget.replaceChildren(...(told ? [document.importNode(told, true)] : []));
    this.goTarget.querySelector("span")!.textContent = go;
    if (!this.dialogTarget.open) this.dialogTarget.showModal();
    this.goTarget.focus();
  }

  private get title(): HTMLElement {
    return document.getElementById(`${this.dialogTarget.id}-title`)!;
  }

  /** Which there are is asked for when the menu opens. */
  private async toggle(event: ToggleEvent): Promise<void> {
    const choices = this.menuTarget.querySelector<HTMLElement>(".inbox__choices")!;
    if (event.newState !== "open") return void choices.replaceChildren();
    const id = document.getElementById("conversation")?.dataset["threadIdValue"];
    const answer = await ask(`/inbox/conversations/${id}/macros/`, "GET", null, { "HX-Request": "true" }).catch(() => null);
    if (!answer?.ok) return choices.replaceChildren(gettext("This list could not be loaded. Close it and try again."));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("macro-choices");
    choices.replaceChildren(...(fresh?.children ?? []));
    choices.querySelector<HTMLElement>(".menu__item")?.focus();
  }
}

let shown: MacrosController | null = null;
provide(() => shown?.actions() ?? []);
