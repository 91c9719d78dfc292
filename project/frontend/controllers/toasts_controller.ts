import { Controller } from "@hotwired/stimulus";
import { toast, type Toast } from "../toast.ts";
import { ToastController } from "./toast_controller.ts";

const MOST = 4;

/** The region of toasts: listens for `toast` events, and shows the messages that a page brought with it. */
export class ToastsController extends Controller<HTMLElement> {
  private readonly asked = (event: Event) => this.show((event as CustomEvent<Toast>).detail);
  private readonly loaded = () => this.unpack();

  override connect(): void {
    document.addEventListener("toast", this.asked);
    document.addEventListener("htmx:afterSettle", this.loaded);
    this.unpack();
  }

  override disconnect(): void {
    document.removeEventListener("toast", this.asked);
    document.removeEventListener("htmx:afterSettle", this.loaded);
  }

  private show(detail: Toast): void {
    const template = document.getElementById("toast-template") as HTMLTemplateElement;
    const drawn = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    ToastController.fill(drawn, detail);
    this.element.append(drawn);
    while (this.element.children.length > MOST) this.element.firstElementChild!.remove();
  }

  private unpack(): void {
    for (const message of document.querySelectorAll<HTMLTemplateElement>("template[data-message]")) {
      const text = message.content.textContent?.trim() ?? "";
      message.remove();
      toast(message.dataset["kind"] === "error" ? { text, kind: "error" } : { text });
    }
  }
}
