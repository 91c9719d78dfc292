import { Controller } from "@hotwired/stimulus";
import { full } from "../../project/frontend/times.ts";

const PAUSE = 60;
const COLUMNS = "[data-board-target='columns']";

/**
 * A slider of time over a board: the columns as they were then. What is live goes on meanwhile, and is shown when one comes back.
 *
 * @example
 * <form data-controller="past" data-past-url-value="/boards/7/" data-action="input->past#look"><input type="range" data-past-target="at"><output data-past-target="said">
 */
export class PastController extends Controller<HTMLFormElement> {
  static override targets = ["at", "said"];
  static override values = { url: String };
  declare readonly atTarget: HTMLInputElement;
  declare readonly saidTarget: HTMLOutputElement;
  declare readonly urlValue: string;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override connect(): void {
    this.atTarget.max = String(Math.ceil(Date.now() / 1000 / 3600) * 3600);
    if (!this.atTarget.hasAttribute("value")) this.atTarget.value = this.atTarget.max;
  }

  override disconnect(): void {
    clearTimeout(this.pause);
  }

  look(): void {
    this.saidTarget.textContent = full(new Date(Number(this.atTarget.value) * 1000), document.documentElement.lang || undefined);
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.show(`${this.urlValue}?at=${this.atTarget.value}`), PAUSE);
  }

  leave(): void {
    this.element.hidden = true;
    this.atTarget.value = this.atTarget.max;
    this.saidTarget.textContent = "";
    const now = new URL(location.href); // with what was chosen of the board
    now.searchParams.delete("at");
    void this.show(now.href);
  }

  /** Only the newest answer is shown. */
  private async show(url: string): Promise<void> {
    const asked = ++this.asked;
    const fresh = await page(url);
    if (fresh && asked === this.asked) this.board?.replaceWith(fresh);
  }

  private get board(): Element | null {
    return this.element.parentElement!.querySelector(COLUMNS);
  }
}

async function page(url: string): Promise<Element | null> {
  const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Target": "main" }, cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return null;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(COLUMNS);
  return found && document.importNode(found, true);
}
