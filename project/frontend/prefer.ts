import { post } from "../../live/frontend/fetch.ts";
import { gettext } from "../../live/frontend/text.ts";
import { toast } from "./toast.ts";

/** Keep how a person wants the screen; it is so already, this is for the next page and their other machines. */
export async function prefer(name: "theme" | "density" | "shortcuts" | "sounds", value: string): Promise<void> {
  const url = document.body.dataset["prefer"];
  if (!url) return; // nobody is signed in here
  const answer = await post(url, new URLSearchParams({ [name]: value })).catch(() => null);
  if (!answer?.ok) toast({ text: gettext("This holds for this page only: it could not be saved."), kind: "error" });
}
