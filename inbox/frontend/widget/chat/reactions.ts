import { fill, make } from "./dom.ts";
import type { Reaction } from "./shapes.ts";

const USUAL = ["👍", "❤️", "😄", "🎉", "🙏", "😕"];

export type React = (id: string, emoji: string, on: boolean) => void;
export type Pick = (beside: HTMLElement, choose: (emoji: string) => void) => void;

interface Ways {
  react: React;
  pick: Pick;
}

/** What people put on a message: a press puts the same on it, or takes one's own back; and a way to add another. */
export function reactions(id: string, piles: Reaction[], mayAdd: boolean, words: Record<string, string>, ways: Ways): HTMLElement[] {
  const buttons = piles.map((pile) => button(id, pile, words, ways.react));
  return mayAdd ? [...buttons, adding(id, piles, words, ways)] : buttons;
}

function button(id: string, { emoji, count, names, mine }: Reaction, words: Record<string, string>, react: React): HTMLElement {
  const who = [...names, ...(mine ? [words["you"]!] : [])].join(", ");
  const click = () => react(id, emoji, !mine);
  const said = { type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": `${emoji} ${count}: ${who}`, title: who, click };
  return make("button", said, make("span", {}, emoji), make("span", { class: "reaction__count" }, String(count)));
}

function adding(id: string, piles: Reaction[], words: Record<string, string>, { react, pick }: Ways): HTMLElement {
  const choices = make("span", { class: "reaction__choices", role: "group", "aria-label": words["react"]!, hidden: true });
  for (const emoji of USUAL) {
    const on = !piles.some((pile) => pile.emoji === emoji && pile.mine);
    const label = fill(words["react_with"]!, { emoji });
    choices.append(make("button", { type: "button", class: "reaction", "aria-label": label, click: () => react(id, emoji, on) }, emoji));
  }
  const other = make("button", { type: "button", class: "reaction", "aria-label": words["react_other"]! }, "…");
  other.addEventListener("click", () => pick(other, (emoji) => react(id, emoji, true)));
  choices.append(other);
  const open = make("button", { type: "button", class: "reaction reaction--add", "aria-label": words["react"]!, "aria-expanded": "false" }, "☺+");
  open.addEventListener("click", () => {
    choices.hidden = !choices.hidden;
    open.setAttribute("aria-expanded", String(!choices.hidden));
    if (!choices.hidden) (choices.firstElementChild as HTMLElement).focus();
  });
  choices.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open.click();
    open.focus();
  });
  return make("span", { class: "reaction__adding" }, open, choices);
}
