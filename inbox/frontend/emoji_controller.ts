import { Controller } from "@hotwired/stimulus";
import { me } from "../../live/frontend/me.ts";
import { gettext } from "../../live/frontend/text.ts";
import { insert } from "../../project/frontend/insert.ts";
import { Suggest } from "../../project/frontend/suggest.ts";
import { load, search, type Emoji } from "./emoji/data.ts";
import type { EmojiPicker } from "./emoji/picker.ts";
import { Recent } from "./emoji/recent.ts";

const OFFERED = 8;
let picker: Promise<EmojiPicker> | undefined;

/** Those this person used last in this browser. */
export const recent = new Recent({
  get: () => localStorage.getItem(`emoji ${me().id}`),
  set: (text) => localStorage.setItem(`emoji ${me().id}`, text),
});

/** Let the person choose one; the panel and its list come when they are asked for the first time. */
export async function pick(url: string, beside: HTMLElement, choose: (emoji: string) => void): Promise<void> {
  picker ??= import("./emoji/picker.ts").then(({ EmojiPicker }) => new EmojiPicker(url, words(), recent));
  (await picker).open(beside, choose);
}

function words(): ConstructorParameters<typeof EmojiPicker>[1] {
  return {
    title: gettext("Choose an emoji"),
    search: gettext("Search by name"),
    recent: gettext("Used last"),
    found: gettext("Found"),
    none: gettext("No emoji is called so."),
    lost: gettext("The emoji could not be loaded. Close this and try again."),
  };
}

/**
 * Emoji in a text area: a panel behind a button, and `:smi` for a list of those called so.
 *
 * @example
 * <form data-controller="emoji" data-emoji-url-value="/static/dist/emoji/en.json">
 *   <textarea data-emoji-target="text"></textarea><button data-action="emoji#open">
 */
export class EmojiController extends Controller<HTMLElement> {
  static override targets = ["text"];
  static override values = { url: String };
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly urlValue: string;
  private suggest: Suggest<Emoji> | undefined;

  override connect(): void {
    this.suggest = new Suggest<Emoji>(this.textTarget, {
      sign: ":",
      label: gettext("Emoji"),
      find: async (query) => (query.length < 2 ? [] : search(await load(this.urlValue), query, OFFERED)),
      draw: ([emoji, name, , codes], option) => (option.textContent = `${emoji} ${codes[0] ?? name}`),
      words: ([emoji]) => (recent.used(emoji), `${emoji} `),
    });
  }

  override disconnect(): void {
    this.suggest?.end();
  }

  open(event: Event): void {
    void pick(this.urlValue, event.currentTarget as HTMLElement, (emoji) => insert(this.textTarget, emoji));
  }
}
