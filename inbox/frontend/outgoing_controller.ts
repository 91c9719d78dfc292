import { Controller } from "@hotwired/stimulus";
import { ask } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";
import { openLater } from "./later_controller.ts";
import { act, reasonOf, takeBack } from "./outgoing.ts";

const TICK = 250;
/** How long the worker has, once the time has come, before the author's page asks for it to be sent. */
const GRACE = 400;
const AGAIN = 3_000;

/**
 * A reply that waits below the thread: counts down, and what its author may do with it.
 *
 * @example <li data-outgoing="held" data-controller="outgoing" data-outgoing-url-value="/inbox/outgoing/7/"
 *   data-outgoing-due-value="1700000000000" data-outgoing-talk-value="3"><span data-outgoing-target="left"></span>
 */
export class OutgoingController extends Controller<HTMLElement> {
  static override targets = ["left"];
  static override values = { url: String, due: Number, talk: String };
  declare readonly leftTargets: HTMLElement[];
  declare readonly urlValue: string;
  declare readonly dueValue: number;
  declare readonly talkValue: string;
  private timer: ReturnType<typeof setInterval> | undefined;
  private asked = 0;

  override connect(): void {
    this.timer = setInterval(() => this.tick(), TICK);
    this.tick();
  }

  override disconnect(): void {
    clearInterval(this.timer);
  }

  undo(): void {
    void takeBack({ url: this.urlValue, talk: this.talkValue });
  }

  async send(): Promise<void> {
    const stopped = this.element.dataset["outgoing"] === "stopped";
    const answer = await ask(`${this.urlValue}sending/`, "POST", new URLSearchParams(stopped ? { anyway: "1" } : {})).catch(() => null);
    if (answer?.ok) return;
    const text = await reasonOf(answer);
    const anyway = () => void act(`${this.urlValue}sending/`, "POST", new URLSearchParams({ anyway: "1" }));
    toast({ text, kind: "error", ...(answer?.status === 409 ? { act: { label: gettext("Send anyway"), run: anyway } } : {}) });
  }

  change(): void {
    void openLater(this.urlValue);
  }

  discard(): void {
    void act(`${this.urlValue}?discard`, "DELETE");
  }

  private tick(): void {
    const left = this.dueValue - Date.now();
    const words = left > 0 ? gettext("in %(seconds)s s", { seconds: String(Math.ceil(left / 1000)) }) : "";
    for (const place of this.leftTargets) if (place.textContent !== words) place.textContent = words;
    if (left < -GRACE && this.isWaiting && Date.now() - this.asked > AGAIN) this.ask();
  }

  /** The worker may be slow: whoever looks at it sees that it is not late. */
  private ask(): void {
    this.asked = Date.now();
    void ask(`${this.urlValue}sending/`, "POST", new URLSearchParams({ due: "1" })).catch(() => undefined);
  }

  private get isWaiting(): boolean {
    return this.element.dataset["outgoing"] !== "stopped" && this.element.hasAttribute("data-mine");
  }
}
