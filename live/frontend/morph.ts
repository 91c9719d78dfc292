import { Idiomorph } from "idiomorph";
import { holdsTouched, isTouched } from "./touched.ts";

/** Attributes that the browser stamps on what the server sent alike to all. */
const STAMPED = new Set(["data-mine", "data-arrived", "data-live-after-value"]);

/**
 * Make `old` look like `fresh`, in place, keeping what a person touches, what is marked `data-kept`,
 * and the attributes that `data-keep="name name"` lists. True when something had to be left as it was.
 */
export function morph(old: Element, fresh: Element): boolean {
  if (old.tagName !== fresh.tagName && (isKept(old) || holdsTouched(old))) return true; // a form that stands for what it changes
  let left = false;
  const hold = () => {
    left = true;
    return false;
  };
  Idiomorph.morph(old, fresh, {
    morphStyle: "outerHTML",
    restoreFocus: true,
    callbacks: {
      beforeNodeMorphed: (was: Node, is: Node) => (isTouched(was) ? hold() : !isKept(was) && !saysTheSame(was, is)),
      beforeNodeRemoved: (was: Node) => (holdsTouched(was) ? hold() : !isKept(was)),
      beforeAttributeUpdated: (name: string, element: Element) => !isBrowsers(name, element),
    },
  });
  return left;
}

function isKept(node: Node): boolean {
  return node instanceof Element && node.hasAttribute("data-kept");
}

/** A moment the browser already put into words stays so. */
function saysTheSame(was: Node, is: Node): boolean {
  return was instanceof HTMLTimeElement && is instanceof HTMLTimeElement && was.dateTime === is.dateTime;
}

function isBrowsers(name: string, element: Element): boolean {
  return STAMPED.has(name) || (element.getAttribute("data-keep")?.split(" ").includes(name) ?? false);
}
