import { make } from "./dom.ts";
import type { Rich } from "./shapes.ts";

const TAGS = ["p", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "br"] as const;

/** What a colleague formatted, from the tree the server made (core/rich.py): known elements and text, nothing else. */
export function drawn(tree: Rich[]): (Node | string)[] {
  return tree.map((node) => {
    if (typeof node === "string") return node;
    const [tag, children, more] = node;
    const inner = drawn(children);
    if (tag === "a" && /^(https?|mailto):/i.test(String(more))) {
      return make("a", { href: String(more), title: String(more), target: "_blank", rel: "noopener noreferrer nofollow" }, ...inner);
    }
    const known = TAGS.find((each) => each === tag) ?? "span";
    return make(known, known === "ol" && more ? { start: Number(more) } : {}, ...inner);
  });
}
