import { Controller } from "@hotwired/stimulus";
import type { Entry } from "../../live/frontend/outbox/entry.ts";
import { post } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { Suggest } from "../../project/frontend/suggest.ts";
import { toast } from "../../project/frontend/toast.ts";
import { sizeOf } from "../../project/frontend/upload.ts";
import { selectMissing } from "./missing.ts";

const SHOWN = 8;
const API = "/api/v1/snippets/";

interface Found {
  id: string;
  shortcut: string;
  title: string;
  preview: string;
  /** How many files come along. */
  files: number;
}

interface Brought {
  id: string;
  file: { name: string; size: number };
}

/**
 * Snippets in a text area: `#` and letters offer them, what is chosen comes in filled for what the text is about. Those
 * that were put in travel with the form as `snippets`, so that what is really sent is counted.
 *
 * @example
 * <form data-controller="snippets" data-snippets-about-value="conversation:018f…" data-snippets-files-value="/api/v1/conversations/018f…/snippets/">
 *   <textarea data-snippets-target="text"></textarea><button type="button" data-action="snippets#open">Snippets</button>
 */
export class SnippetsController extends Controller<HTMLElement> {
  static override targets = ["text"];
  static override values = { about: String, files: String };
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly aboutValue: string;
  /** Where files that come along are asked for; none: the text area takes words alone. */
  declare readonly filesValue: string;
  private suggest!: Suggest<Found>;
  private readonly cleared = () => this.forget();
  private readonly given = (event: Event) => this.giveBack((event as CustomEvent<{ entry: Entry }>).detail.entry);

  override connect(): void {
    this.suggest = new Suggest<Found>(this.textTarget, {
      sign: "#",
      label: gettext("Snippets"),
      find: (query) => this.find(query),
      draw,
      words: (found) => this.fill(found),
      placed: (found, _words, at) => {
        this.remember(found.id);
        selectMissing(this.textTarget, at);
      },
    });
    this.element.addEventListener("outbox:cleared", this.cleared);
    this.element.addEventListener("outbox:given", this.given);
  }

  override disconnect(): void {
    this.suggest.end();
    this.element.removeEventListener("outbox:cleared", this.cleared);
    this.element.removeEventListener("outbox:given", this.given);
  }

  open(): void {
    this.suggest.open();
  }

  private async find(query: string): Promise<Found[]> {
    const answer = await fetch(`${API}found/?${new URLSearchParams({ q: query, limit: String(SHOWN) })}`);
    return answer.ok ? ((await answer.json()) as { results: Found[] }).results : [];
  }

  private async fill(found: Found): Promise<string> {
    const url = `${API}${found.id}/filling/?${new URLSearchParams({ about: this.aboutValue })}`;
    const answer = await fetch(url, { cache: "no-store" }).catch(() => null);
    if (answer?.ok) return (await this.bring(found)) ? ((await answer.json()) as { text: string }).text : "";
    const text = answer ? gettext("This snippet is not there any more.") : gettext("No connection. The snippet could not be put in.");
    toast({ text, kind: "error" });
    return "";
  }

  /** Its files come first, so that nothing is sent without them. */
  private async bring(found: Found): Promise<boolean> {
    if (!found.files || !this.filesValue) return true;
    const answer = await post(`${this.filesValue}${found.id}/files/`).catch(() => null);
    if (!answer?.ok) return toast({ text: gettext("Its files could not be added, so the snippet was not put in. Try again."), kind: "error" }), false;
    const { results } = (await answer.json()) as { results: Brought[] };
    const files = results.map(({ id, file }) => ({ id, name: file.name, size: sizeOf(file.size) }));
    this.dispatch("brought", { prefix: "files", detail: { files } });
    return true;
  }

  private remember(id: string): void {
    if (this.remembered.some((field) => field.value === id)) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "snippets", value: id });
    field.dataset["kept"] = "";
    this.element.append(field);
  }

  private forget(): void {
    for (const field of this.remembered) field.remove();
  }

  /** What was not sent comes back with those that are in it. */
  private giveBack(entry: Entry): void {
    for (const [name, value] of entry.fields) if (name === "snippets") this.remember(String(value));
  }

  private get remembered(): HTMLInputElement[] {
    return [...this.element.querySelectorAll<HTMLInputElement>("input[name='snippets']")];
  }
}

function draw(found: Found, option: HTMLElement): void {
  const parts: [string, string][] = [
    ["suggest__name", `#${found.shortcut}`],
    ["suggest__title", found.title],
    ["suggest__detail", found.preview],
  ];
  for (const [className, words] of parts) {
    const part = document.createElement("bdi");
    part.className = className;
    part.textContent = words;
    option.append(part, " ");
  }
  if (found.files) option.querySelector(".suggest__title")!.append(` · ${gettext("with files: %(number)s", { number: found.files })}`);
}
