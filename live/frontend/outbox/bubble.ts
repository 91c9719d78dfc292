import { me } from "../me.ts";
import { gettext } from "../text.ts";
import type { Entry } from "./entry.ts";

/** A way on from a refusal: the words of its button, and what it does. */
export type Choice = [label: string, press: () => void];

export function bubbleOf(entry: Entry): HTMLElement | null {
  return document.getElementById(`message-${entry.id}`);
}

/** The very bubble that the server will draw, from the form's <template>, pale and with the words in it. */
export function draw(template: HTMLTemplateElement, entry: Entry): HTMLElement | null {
  const list = document.getElementById(entry.list);
  const bubble = template.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
  if (!list || !bubble || bubbleOf(entry)) return null;
  bubble.id = `message-${entry.id}`;
  bubble.dataset["author"] = me().id;
  bubble.dataset["mine"] = "";
  for (const place of bubble.querySelectorAll("[data-outbox-text]")) place.textContent = [entry.text, ...(entry.files ?? []).map(({ name }) => name)].filter(Boolean).join("\n");
  list[list.dataset["order"] === "desc" ? "prepend" : "append"](bubble);
  bubble.dispatchEvent(new CustomEvent("live:arrived", { bubbles: true, detail: { id: bubble.id } }));
  return bubble;
}

export function showPending(bubble: HTMLElement | null, waits: boolean): void {
  if (!bubble) return;
  bubble.toggleAttribute("data-pending", true);
  bubble.toggleAttribute("data-failed", false);
  say(bubble, waits ? gettext("Waiting for a connection") : gettext("Sending"), []);
}

export function showRefused(bubble: HTMLElement | null, reason: string, choices: Choice[]): void {
  if (!bubble) return;
  bubble.toggleAttribute("data-pending", false);
  bubble.toggleAttribute("data-failed", true);
  const buttons = choices.map(([label, press]) => button(label, press));
  say(bubble, gettext("Not sent. %(reason)s", { reason }), buttons);
}

/** The sentence in the server's answer: its own if it is one, else the first error in it. */
export function reasonIn(html: string): string {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const found = answer.querySelector("[data-error], .field__error, .errorlist li, .banner__text, .empty__title, h1")?.textContent;
  return (found ?? answer.body.textContent ?? "").trim().slice(0, 200);
}

/** The fields with which the server would take it all the same, where its refusal names any. */
export function anywayIn(html: string): Map<string, string> | null {
  const said = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[data-anyway]")?.dataset["anyway"];
  return said ? new Map(new URLSearchParams(said)) : null;
}

function say(bubble: HTMLElement, words: string, buttons: HTMLElement[]): void {
  const state = bubble.querySelector("[data-outbox-state]");
  state?.replaceChildren(words, ...buttons.flatMap((each) => [" ", each]));
}

function button(label: string, press: () => void): HTMLButtonElement {
  const drawn = document.createElement("button");
  drawn.type = "button";
  drawn.className = "button button--small";
  drawn.textContent = label;
  drawn.addEventListener("click", press);
  return drawn;
}
