import { Controller } from "@hotwired/stimulus";
import { ask } from "../../live/frontend/fetch.ts";
import { reasonIn } from "../../live/frontend/outbox/bubble.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";

/** What one does with an entry of a timeline. It leaves the page by the socket, so the word of it comes from the timeline. */
export class EntriesController extends Controller<HTMLElement> {
  /** Where one kind alone is shown, others do not come in. */
  place(event: CustomEvent<{ element: HTMLElement }>): void {
    const only = (event.currentTarget as HTMLElement).dataset["only"];
    if (only && event.detail.element.dataset["kind"] !== only) event.preventDefault();
  }

  /** What is refused is said; what is done comes by the socket. */
  async pin({ params }: { params: { url: string } }): Promise<void> {
    const answer = await ask(params.url, "POST", new URLSearchParams(), { "HX-Request": "true" }).catch(() => null);
    if (!answer?.ok) toast({ text: answer ? reasonIn(await answer.text()) : gettext("The server was not reached. Try again."), kind: "error" });
  }

  async delete({ params }: { params: { url: string } }): Promise<void> {
    const answer = await ask(params.url, "POST", new URLSearchParams(), { "HX-Request": "true" }).catch(() => null);
    if (answer?.ok) return toast({ text: gettext("The note is deleted."), undo: params.url, method: "DELETE" });
    const reason = answer ? reasonIn(await answer.text()) : gettext("The server was not reached. Try again.");
    toast({ text: reason, kind: "error" });
  }
}
