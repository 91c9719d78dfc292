import { Controller } from "@hotwired/stimulus";
import { ask } from "../../../live/frontend/fetch.ts";
import { gettext } from "../../../live/frontend/text.ts";
import { toast, type Toast } from "../toast.ts";

const SHOWN_FOR = 8_000;
const details = new WeakMap<Element, Toast>();

/** One toast: goes after eight seconds, stays while one points at it or stands in it; Undo, or a button of its own. */
export class ToastController extends Controller<HTMLElement> {
  static override targets = ["text", "undo"];
  declare readonly undoTarget: HTMLElement;
  declare readonly hasUndoTarget: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;

  static fill(element: HTMLElement, detail: Toast): void {
    details.set(element, detail);
    element.querySelector("[data-toast-target='text']")!.textContent = detail.text;
    element.classList.toggle("toast--error", detail.kind === "error");
    element.setAttribute("role", detail.kind === "error" ? "alert" : "status");
    const button = element.querySelector<HTMLElement>("[data-toast-target='undo']")!;
    if (!detail.undo && !detail.act) button.remove();
    if (detail.act?.label) relabel(button, detail.act.label);
  }

  override connect(): void {
    this.element.addEventListener("pointerenter", this.hold);
    this.element.addEventListener("focusin", this.hold);
    this.element.addEventListener("pointerleave", this.wait);
    this.element.addEventListener("focusout", this.wait);
    this.wait();
  }

  override disconnect(): void {
    clearTimeout(this.timer);
  }

  undo(): void {
    const detail = details.get(this.element);
    this.dismiss();
    detail?.act?.run();
    if (detail?.undo) void undo(detail.undo, detail.method ?? "DELETE", detail.body);
  }

  dismiss(): void {
    this.element.remove();
  }

  private readonly hold = () => details.get(this.element)?.until === undefined && clearTimeout(this.timer);
  private readonly wait = () => {
    clearTimeout(this.timer);
    const detail = details.get(this.element);
    const lasts = detail?.until === undefined ? SHOWN_FOR : Math.max(0, detail.until - Date.now());
    if (detail) this.timer = setTimeout(() => this.dismiss(), lasts);
  };
}

/** What it changes comes back over the socket, as it does to everyone. */
async function undo(url: string, method: string, body?: string): Promise<void> {
  const answer = await ask(url, method, body ? new URLSearchParams(body) : null).catch(() => null);
  if (answer?.ok) return;
  const text = answer ? gettext("This can no longer be undone.") : gettext("No connection. Nothing was undone.");
  toast({ text, kind: "error", act: { label: gettext("Try again"), run: () => void undo(url, method, body) } });
}

function relabel(button: HTMLElement, label: string): void {
  button.querySelector("span")!.textContent = label;
  button.querySelector(".button__hint")?.remove();
  button.removeAttribute("data-shortcut");
}
