import { gettext } from "../../live/frontend/text.ts";

/** Why a request was refused, as a sentence: the server's own where it gave one. */
export async function reason(answer: Response | null): Promise<string> {
  if (!answer) return gettext("No connection. Nothing was changed.");
  if (answer.status === 403) return gettext("This is not open to you. An owner or an admin can give you access.");
  if (answer.status === 404) return gettext("This is not there any more.");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-error]")?.textContent ?? gettext("Something went wrong on our side. Nothing was changed.");
}
