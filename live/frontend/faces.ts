import type { Who } from "./wire.ts";

const HUES = 8;

/** One of eight hues for a face without a photo; core/templatetags/ui.py counts alike. */
export function hue(key: string | number): number {
  return [...String(key)].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0) % HUES;
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test([...word][0] ?? ""));
  const shown = words.length > 1 ? [words[0]!, words[words.length - 1]!] : words;
  return shown.map((word) => [...word][0]).join("").toUpperCase() || "?";
}

/** The same face as templates/ui/avatar.html draws. */
export function face(who: Who): HTMLElement {
  const drawn = document.createElement("span");
  drawn.className = "avatar avatar--small";
  drawn.dataset["hue"] = String(hue(who.id));
  drawn.dataset["who"] = String(who.id);
  drawn.dataset["tip"] = "";
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", who.name);
  drawn.textContent = initials(who.name);
  return drawn;
}
