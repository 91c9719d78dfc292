"""A page as a tree that can be compared: what the server sent and sockets changed, without what a browser adds by itself."""

import json
from typing import Any

from playwright.sync_api import Page

# What one page has and another of the same person has not: the boundary of what was new when it was opened, who
# stands where, what was announced, how far each element's cursor is, times that were put into words, cursors of rows
# that have left, the numbers of what scripts added.
WALK = """(root) => {
  const OWN = new Set(["data-arrived", "data-thread-read-value", "data-live-after-value", "data-goes-on",
    "tabindex", "style", "title", "aria-describedby"]);
  const SKIPPED = ".divider--new, .typing-line, [data-presence-list], .arrivals, .inbox__kept, #reads";
  const see = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent.replace(/\\s+/g, " ").trim() || null;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIPPED)) return null;
    const attributes = [...node.attributes].filter(({name}) => !OWN.has(name))
      .filter(({name}) => name !== "id" || !node.matches("[data-kept]")).map(({name, value}) => `${name}=${value}`).sort();
    if (node.matches("input[name=id], input[name=seen], input[name=draft]")) return null;
    if (node instanceof HTMLTextAreaElement) return ["textarea", [`value=${node.value}`], []];
    if (node instanceof HTMLTimeElement) return ["time", [`datetime=${node.dateTime}`], []];
    const inside = node instanceof HTMLTemplateElement ? [] : [...node.childNodes].map(see).filter((each) => each !== null);
    return [node.localName, attributes, inside];
  };
  return JSON.stringify(see(document.querySelector(root)));
}"""
HEADS = """() => Object.fromEntries([...document.querySelectorAll("[data-live-after-value]")]
    .map((each) => [each.dataset.liveStreamValue, Number(each.dataset.liveAfterValue)]))"""


def tree(page: Page, root: str = "#main") -> Any:
    return json.loads(page.evaluate(WALK, root))


def cursors(page: Page) -> dict[str, int]:
    """How far each part of the page that states a cursor has come."""
    return dict(page.evaluate(HEADS))


def is_live(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.dataset.live === 'live'"))


def flat(node: Any, path: str = "") -> list[str]:
    """One line for each element and text, to be read in a difference."""
    if isinstance(node, str):
        return [f"{path} “{node}”"]
    name, attributes, inside = node
    id = next((each[3:] for each in attributes if each.startswith("id=")), "")
    here = f"{path}/{name}{'#' + id if id else ''}"
    return [f"{here} {' '.join(attributes)}", *[line for each in inside for line in flat(each, here)]]
