import { Controller } from "@hotwired/stimulus";
import { ask, fetchElement } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";
import { reason } from "./refusal.ts";

/** Open the dialog with those who may take it now. What was begun here before is still in it. */
export async function handOver(url: string): Promise<void> {
  const dialog = document.getElementById("handover") as HTMLDialogElement | null;
  const before = dialog?.querySelector("#handover-form");
  if (!dialog || !before) return;
  dialog.showModal();
  before.querySelector("select")?.focus();
  try {
    const fresh = await fetchElement(url, "handover-form");
    const begunHere = before.getAttribute("action") === fresh.getAttribute("action");
    if (begunHere) return renew(before.querySelector("select")!, fresh.querySelector("select")!);
    before.replaceWith(fresh);
    fresh.querySelector("select")!.focus();
  } catch {
    dialog.close();
    toast({ text: gettext("Your colleagues could not be loaded. Try again."), kind: "error" });
  }
}

/** Who may take it now stands in the form that was begun, under the hand of whoever is at it again. */
function renew(select: HTMLSelectElement, fresh: HTMLSelectElement): void {
  const chosen = select.value;
  select.replaceChildren(...fresh.children);
  select.value = chosen;
  if (select.selectedIndex < 0) select.value = ""; // they may take it no more
}

/** The form of a hand-over: it stays as it is until the server has taken it. */
export class HandoverController extends Controller<HTMLFormElement> {
  static override targets = ["error"];
  declare readonly errorTarget: HTMLElement;

  async send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.element.ariaBusy) return;
    this.element.ariaBusy = "true";
    this.errorTarget.textContent = "";
    const body = new URLSearchParams([...new FormData(this.element)].map(([name, value]) => [name, String(value)]));
    const answer = await ask(this.element.getAttribute("action")!, "POST", body, { "HX-Request": "true" }).catch(() => null);
    this.element.ariaBusy = null;
    if (!answer?.ok || answer.redirected) return void (this.errorTarget.textContent = await reason(answer));
    this.element.closest("dialog")?.close();
    this.element.reset();
    toast({ text: gettext("Handed over") });
  }

  key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    this.element.requestSubmit();
  }
}
