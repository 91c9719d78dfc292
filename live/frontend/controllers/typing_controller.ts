import { Controller } from "@hotwired/stimulus";
import { connection } from "../live.ts";

/**
 * Tells others that this person is writing: at once, then at most as often as the server asks for.
 *
 * @example
 * <textarea data-controller="typing" data-action="input->typing#tell"
 *           data-typing-stream-value="conversation:7" data-typing-kind-value="replying"></textarea>
 */
export class TypingController extends Controller<HTMLElement> {
  static override values = { stream: String, kind: { type: String, default: "typing" }, data: { type: Object, default: {} } };
  declare readonly streamValue: string;
  declare readonly kindValue: string;
  declare readonly dataValue: Record<string, unknown>;
  private told = 0;

  tell(): void {
    const now = Date.now();
    if (now - this.told < connection.timings.typing_every * 1000) return;
    if (connection.signal(this.streamValue, this.kindValue, this.dataValue)) this.told = now;
  }

  /** What is said next, another kind perhaps, is told at once. */
  kindValueChanged(): void {
    this.told = 0;
  }
}
