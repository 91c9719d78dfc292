import { Controller } from "@hotwired/stimulus";
import { face } from "../faces.ts";
import { me } from "../me.ts";
import { isHere } from "../presence.ts";

const MOST = 4;

/**
 * Faces of who else is here.
 *
 * @example <span data-presence-list data-controller="viewers" data-viewers-stream-value="conversation:7"></span>
 */
export class ViewersController extends Controller<HTMLElement> {
  static override values = { stream: String };
  declare readonly streamValue: string;
  private readonly changed = (event: Event) => (event as CustomEvent<{ stream: string }>).detail.stream === this.streamValue && this.draw();

  override connect(): void {
    this.element.setAttribute("data-kept", "");
    document.addEventListener("live:presence", this.changed);
    this.draw();
  }

  override disconnect(): void {
    document.removeEventListener("live:presence", this.changed);
  }

  private draw(): void {
    const others = isHere(this.streamValue).filter((who) => String(who.id) !== me().id);
    const shown = others.slice(0, MOST).map((who) => this.element.querySelector(`[data-who="${CSS.escape(String(who.id))}"]`) ?? face(who));
    this.element.replaceChildren(...shown);
    if (others.length > MOST) this.element.append(more(others.length - MOST));
  }
}

function more(count: number): HTMLElement {
  const drawn = document.createElement("span");
  drawn.className = "avatar-stack__more";
  drawn.textContent = `+${count}`;
  return drawn;
}
