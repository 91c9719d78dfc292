import { make } from "./dom.ts";

const ADDRESS = /https?:\/\/[^\s<>"'`]{1,2000}/gi;
const TRAILING = /[.,;:!?…*_~)\]}]+$/;

/** `text` with its web addresses as links that open apart and tell nobody where they were clicked. */
export function linked(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const url = trimmed(found[0]);
    parts.push(text.slice(at, found.index), link(url));
    at = found.index + url.length;
  }
  return [...parts, text.slice(at)].filter((part) => part !== "");
}

/** Without the full stop of the sentence around it; a closing bracket stays when it was opened inside. */
function trimmed(url: string): string {
  const end = TRAILING.exec(url)?.[0] ?? "";
  return end.startsWith(")") && url.includes("(") ? url.slice(0, url.length - end.length + 1) : url.slice(0, url.length - end.length);
}

function link(url: string): HTMLElement {
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, url);
}
