"""What colleagues write: plain text in which a small subset of Markdown is shown as bold, italic, struck, code, lists,
quotes and links. Pure.

The text itself is what is kept, searched and drafted. Here it becomes a tree of few tags; HTML for colleagues
(`as_html`) and JSON for the chat (`as_json`) are made from the tree alone, so no markup of anyone's ever passes through.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from core.linkify import ADDRESS, linkify, trimmed

RULES = ["emphasis", "strikethrough", "backticks", "fence", "list", "blockquote", "link", "newline", "escape"]
# What could be markup. Without any, text is shown as it stands, and nothing is parsed.
MAYBE = re.compile(r"[*_~`\[\\]|^\s*(?:[-+>]|\d{1,9}[.)])\s", re.MULTILINE)
TAGS = {
    "paragraph": "p",
    "strong": "strong",
    "em": "em",
    "s": "s",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "link": "a",
}
SCHEMES = ("http", "https", "mailto")
BEGUN = re.compile(r"(?:^|(?<=\W))https?$", re.IGNORECASE)
BRACKETS = 200
"""Over so many opening brackets they stay brackets: looking for links among them takes long."""


@dataclass
class Node:
    """One element; its children are nodes and plain text. `href` is of an `a`, `start` of an `ol`."""

    tag: str
    children: list["Node | str"] = field(default_factory=list)
    href: str = ""
    start: int = 1


def tree_of(text: str) -> "list[Node | str] | None":
    """What `text` says, or None where it is plain: then it is shown as it stands, line by line."""
    if not MAYBE.search(text):
        return None
    parser = PARSER if text.count("[") <= BRACKETS else PARSER_WITHOUT_LINKS
    nodes = _grown(parser.parse(text))
    return None if "\\" not in text and _is_plain(nodes) else nodes


def html_of(text: str) -> SafeString:
    """As colleagues see it. Each piece is escaped; only our own tags are written."""
    tree = tree_of(text)
    return linkify(text) if tree is None else as_html(tree)


def plain_of(text: str) -> str:
    """Its words alone, for a line in a list."""
    tree = tree_of(text)
    return text if tree is None else " ".join("".join(_words(tree)).split())


def as_html(nodes: "Sequence[Node | str]", text: Callable[[str], str] = escape) -> SafeString:
    """`text` escapes what stands between the tags, and may mark words in it."""
    return mark_safe("".join(_html(node, text) for node in nodes))  # noqa: S308 (made of escaped parts)


def as_json(nodes: "Sequence[Node | str]") -> list[Any]:
    """Text as strings, an element as `[tag, children]`, a link as `["a", children, href]`, a list that begins elsewhere as
    `["ol", children, start]`."""
    return [node if isinstance(node, str) else _json(node) for node in nodes]


def _json(node: Node) -> list[Any]:
    more: list[Any] = [node.href] if node.href else [node.start] if node.start != 1 else []
    return [node.tag, as_json(node.children), *more]


def _html(node: "Node | str", text: Callable[[str], str]) -> str:
    if isinstance(node, str):
        return str(text(node))
    if node.tag == "br":
        return "<br>"
    inner = "".join(_html(child, text) for child in node.children)
    if node.tag == "a":
        href = escape(node.href)
        return f'<a href="{href}" title="{href}" target="_blank" rel="noopener noreferrer nofollow" hx-boost="false">{inner}</a>'
    start = f' start="{node.start}"' if node.tag == "ol" and node.start != 1 else ""
    return f"<{node.tag}{start}>{inner}</{node.tag}>"


def _words(nodes: "Sequence[Node | str]") -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        else:
            for number, child in enumerate(node.children, node.start):
                yield f"{number}. " if node.tag == "ol" else ""
                yield from _words([child])
            yield "" if node.tag in ("strong", "em", "s", "code", "a") else " "


def _is_plain(nodes: "Sequence[Node | str]") -> bool:
    """Paragraphs without anything in them but text, line ends and addresses that stand for themselves."""
    return all(
        isinstance(node, str)
        or node.tag == "br"
        or (node.tag == "p" and _is_plain(node.children))
        or (node.tag == "a" and node.children == [node.href])
        for node in nodes
    )


def _grown(tokens: Sequence[Token]) -> "list[Node | str]":
    """The tree of a flat list of tokens. What we do not know is text."""
    root = Node("")
    open_nodes = [root]
    for token in tokens:
        here = open_nodes[-1].children
        if token.type == "inline":
            here += _grown(token.children or [])
        elif token.nesting == 1:
            node = Node(TAGS.get(token.type.removesuffix("_open"), "p"))
            node.href = str(token.attrGet("href") or "")
            node.start = int(token.attrGet("start") or 1)
            if not token.hidden:
                here.append(node)
                open_nodes.append(node)
            else:
                open_nodes.append(Node("", here))
        elif token.nesting == -1:
            open_nodes.pop()
        elif token.type in ("softbreak", "hardbreak"):
            here.append(Node("br"))
        elif token.type == "fence":
            here.append(Node("pre", [Node("code", [token.content.removesuffix("\n")])]))
        elif token.type == "code_inline":
            here.append(Node("code", [token.content]))
        elif token.content:
            here.append(token.content)
    return root.children


def _address(state: StateInline, silent: bool) -> bool:
    """A web address that stands in the text leads there, whatever signs are in it. Tried at its colon."""
    if state.linkLevel or silent or not state.src.startswith("://", state.pos):
        return False
    begun = BEGUN.search(state.pending[-6:])
    found = ADDRESS.match(state.src, state.pos - len(begun.group())) if begun else None
    url = trimmed(found.group()) if found else ""
    if begun is None or len(url) <= len(begun.group()) + 3:
        return False
    state.pending = state.pending[: -len(begun.group())]
    state.push("link_open", "a", 1).attrs = {"href": url}
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)
    state.pos += len(url) - len(begun.group())
    return True


def _is_safe(url: str) -> bool:
    try:
        return urlsplit(url).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _parser(rules: list[str]) -> MarkdownIt:
    parser = MarkdownIt("zero").enable(rules)
    parser.inline.ruler.before("escape", "address", _address)
    parser.validateLink = _is_safe  # type: ignore[method-assign]
    return parser


PARSER = _parser(RULES)
PARSER_WITHOUT_LINKS = _parser([rule for rule in RULES if rule != "link"])
