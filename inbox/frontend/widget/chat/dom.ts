/** The element that the page was served with. */
export function the<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

type Attributes = Record<string, string | number | boolean | null | ((event: Event) => void)>;

/** A new element. Text is text: nothing that came from anyone is ever parsed as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** `"%(name)s is writing…"` with its words. */
export function fill(sentence: string, words: Record<string, string>): string {
  return sentence.replace(/%\((\w+)\)s/g, (_all, name: string) => words[name] ?? "");
}
