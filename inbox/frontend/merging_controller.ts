import { Controller } from "@hotwired/stimulus";
import { ask, fetchElement } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";
import { act, reasonOf } from "./outgoing.ts";

interface Press {
  params: { url: string; other?: string };
}

/**
 * Merging the open conversation with another of its client: the choice is fetched as the dialog opens, and what was done
 * can be undone from the toast, and later from its line.
 *
 * @example <button data-controller="merging" data-action="merging#open" data-merging-url-param="/inbox/conversations/3/merging/">
 */
export class MergingController extends Controller<HTMLElement> {
  async open({ params }: Press): Promise<void> {
    const dialog = document.getElementById("merge") as HTMLDialogElement | null;
    if (!dialog) return;
    dialog.showModal();
    try {
      const fresh = await fetchElement(params.url, "merge-body");
      dialog.querySelector("#merge-body")?.replaceWith(fresh);
      fresh.querySelector<HTMLElement>("[autofocus]")?.focus();
    } catch {
      dialog.close();
      toast({ text: gettext("The conversations could not be loaded. Try again."), kind: "error" });
    }
  }

  async merge({ params }: Press): Promise<void> {
    this.element.closest("dialog")?.close();
    const answer = await ask(params.url, "POST", new URLSearchParams({ other: params.other ?? "" }), { "HX-Request": "true" }).catch(() => null);
    if (!answer?.ok) return toast({ text: await reasonOf(answer), kind: "error" });
    const { undo } = (await answer.json()) as { undo: string };
    toast({ text: gettext("Merged"), undo });
  }

  undo({ params }: Press): void {
    void act(params.url, "DELETE");
  }
}

/** A conversation that was merged while one looks at it: one goes along to where it goes on. */
export class GoesOnController extends Controller<HTMLElement> {
  static override targets = ["link"];
  declare readonly linkTarget: HTMLElement;

  override connect(): void {
    setTimeout(() => this.element.isConnected && this.linkTarget.click());
  }
}
