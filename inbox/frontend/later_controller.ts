import { Controller } from "@hotwired/stimulus";
import { ask, fetchElement } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";
import { reasonOf } from "./outgoing.ts";

/** Ask when it shall go: the choice is fetched as the dialog opens, so that what it offers is never past. */
export async function openLater(url: string): Promise<void> {
  const dialog = document.getElementById("later") as HTMLDialogElement | null;
  const place = dialog?.querySelector("#later-body");
  if (!dialog || !place) return;
  if (!dialog.open) dialog.showModal();
  try {
    const fresh = await fetchElement(url, "later-body");
    place.replaceWith(fresh);
    fresh.querySelector<HTMLElement>("textarea, [autofocus], button")?.focus();
  } catch {
    dialog.close();
    toast({ text: gettext("The choice of times could not be loaded. Try again."), kind: "error" });
  }
}

/**
 * The dialog that asks when a reply shall go. For the composer it fills the form's fields and sends it; a reply that waits
 * already is changed where it stands.
 *
 * @example <button data-controller="later" data-action="later#open" data-later-url-param="/inbox/conversations/3/departure/">
 */
export class LaterController extends Controller<HTMLElement> {
  static override targets = ["error"];
  declare readonly errorTarget: HTMLElement;

  open({ params }: { params: { url: string } }): void {
    void openLater(params.url);
  }

  submit(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const said = new URLSearchParams([...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]));
    if (said.has("send_at")) for (const name of ["send_on", "send_clock"]) said.delete(name);
    if (form.querySelector("[name='body']")) void this.save(form, said);
    else this.hand(said);
  }

  /** The composer sends it, by the outbox, as it sends all that is written. */
  private hand(said: URLSearchParams): void {
    this.element.closest("dialog")?.close();
    document.dispatchEvent(new CustomEvent("later:chosen", { detail: said }));
  }

  private async save(form: HTMLFormElement, said: URLSearchParams): Promise<void> {
    const answer = await ask(form.getAttribute("action") ?? "", "PUT", said, { "HX-Request": "true" }).catch(() => null);
    if (answer?.ok) return this.element.closest("dialog")?.close();
    this.errorTarget.textContent = await reasonOf(answer);
    this.errorTarget.hidden = false;
  }
}
