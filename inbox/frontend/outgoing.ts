import { ask } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "../../project/frontend/toast.ts";

/** A reply that was not sent yet: where it is reached, and in which conversation it waits. */
export interface Waiting {
  url: string;
  talk: string;
}

/** What came back to the composer: all that is written there now, the reply alone, and its files. */
export interface Returned {
  talk: string;
  back: boolean;
  body: string;
  draft: string;
  files: string[];
  /** The line it answers, or "". */
  quotes: string;
}

/**
 * Take it back. The composer of the conversation, where it is open, first saves what stands in it (`outgoing:leaving`),
 * so that the server puts both together, and then takes the answer (`outgoing:returned`).
 */
export async function takeBack({ url, talk }: Waiting): Promise<void> {
  const saves: Promise<void>[] = [];
  document.dispatchEvent(new CustomEvent("outgoing:leaving", { detail: { talk, saves } }));
  await Promise.all(saves);
  const answer = await ask(url, "DELETE").catch(() => null);
  if (!answer?.ok) return complain(answer, () => void takeBack({ url, talk }));
  const said = (await answer.json()) as Omit<Returned, "talk">;
  document.dispatchEvent(new CustomEvent<Returned>("outgoing:returned", { detail: { talk, ...said } }));
}

export async function act(url: string, method: string, body: URLSearchParams | null = null): Promise<boolean> {
  const answer = await ask(url, method, body, { "HX-Request": "true" }).catch(() => null);
  if (answer?.ok) return true;
  await complain(answer, () => void act(url, method, body));
  return false;
}

export async function reasonOf(answer: Response | null): Promise<string> {
  if (!answer) return gettext("No connection. Nothing was changed.");
  if (answer.status === 404) return gettext("It is not waiting any more: it was sent, or taken back.");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-error]")?.textContent ?? gettext("Something went wrong on our side. Nothing was changed.");
}

async function complain(answer: Response | null, again: () => void): Promise<void> {
  const text = await reasonOf(answer);
  toast({ text, kind: "error", ...(answer?.status === 404 ? {} : { act: { label: gettext("Try again"), run: again } }) });
}
