"""The HTML of a signature, made safe to send and to show. Pure."""

import nh3

TAGS = {
    "a", "b", "blockquote", "br", "div", "em", "h3", "h4", "hr", "i", "img", "li", "ol", "p", "s", "small", "span",
    "strong", "sub", "sup", "table", "tbody", "td", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "td": {"colspan"}}
SCHEMES = {"https", "http", "mailto", "tel"}
MAX_LENGTH = 20_000


def clean(html: str) -> str:
    """`html` with the allowed elements alone: no script, no style, no form, no address but web, mail and phone."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer", strip_comments=True
    ).strip()
