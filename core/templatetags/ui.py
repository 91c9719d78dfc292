"""The design system's tags: {% icon %}, {% ui %}, {% wrap %} with {% slot %}, {% when %}. docs/frontend.md shows each."""

import json
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.markup import attributes, is_attribute

register = template.Library()
ICONS = Path(__file__).resolve().parents[2] / "project" / "frontend" / "icons.json"
PLAIN = frozenset({str, SafeString, int, bool, float, type(None), UUID})
HUES = 8


@cache
def known_icons() -> frozenset[str]:
    return frozenset(json.loads(ICONS.read_text()))


@register.simple_tag
@cache
def icon(name: str, size: str = "", along: bool = False) -> SafeString:
    """A lucide icon from the sprite. It is decoration: the words beside it, or the button's label, say what it is."""
    if name not in known_icons():
        raise template.TemplateSyntaxError(
            f"There is no icon {name!r}. Icons are listed in project/frontend/icons.json."
        )
    classes = "icon" + (" icon--l" if size == "l" else "") + (" icon--along" if along else "")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, static("dist/icons.svg"), name
    )


def component(name: str) -> template.Template:
    return template.Engine.get_default().get_template(f"ui/{name}.html")


class Component(template.Node):
    """One of templates/ui/, drawn with the inputs it was given and nothing of the page around it."""

    def __init__(
        self, name: FilterExpression, inputs: dict[str, FilterExpression], inside: NodeList | None = None
    ) -> None:
        self.name, self.inputs, self.nodelist = name, inputs, inside or NodeList()
        self.slots = [node for node in self.nodelist if isinstance(node, Slot)]
        self.rest = NodeList(node for node in self.nodelist if not isinstance(node, Slot))

    def render(self, context: template.Context) -> str:
        given = {key: value.resolve(context) for key, value in self.inputs.items()}
        name = self.name.resolve(context)
        if not self.nodelist and all(type(value) in PLAIN for value in given.values()):
            return drawn(name, get_language(), tuple((key, type(value), value) for key, value in given.items()))
        values = {key: value for key, value in given.items() if not is_attribute(key)}
        values["attrs"] = attributes({key: value for key, value in given.items() if is_attribute(key)})
        values["slots"] = {node.name: node.nodelist.render(context) for node in self.slots}
        values["slot"] = SafeString(self.rest.render(context).strip())
        return component(name).render(context.new(values))


@lru_cache(maxsize=4_096)
def drawn(name: str, language: str | None, given: tuple[tuple[str, type, Any], ...]) -> SafeString:
    """A component with nothing inside, of plain inputs: the same for the same, in one language. Pages hold a hundred of them."""
    values: dict[str, Any] = {key: value for key, _type, value in given if not is_attribute(key)}
    values["attrs"] = attributes({key: value for key, _type, value in given if is_attribute(key)})
    return component(name).render(template.Context({**values, "slots": {}, "slot": SafeString("")}))


class Slot(template.Node):
    """A named place of the component around it."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> str:
        raise template.TemplateSyntaxError(f"{{% slot {self.name} %}} stands directly inside {{% wrap %}}.")


def parse(parser: Parser, token: Token) -> tuple[FilterExpression, dict[str, FilterExpression]]:
    tag, *bits = token.split_contents()
    if not bits or any("=" not in bit for bit in bits[1:]):
        raise template.TemplateSyntaxError(f'{{% {tag} "component" name=value … %}}')
    pairs = (bit.split("=", 1) for bit in bits[1:])
    return parser.compile_filter(bits[0]), {key: parser.compile_filter(value) for key, value in pairs}


@register.tag
def ui(parser: Parser, token: Token) -> Component:
    return Component(*parse(parser, token))


@register.tag
def wrap(parser: Parser, token: Token) -> Component:
    name, inputs = parse(parser, token)
    inside = parser.parse(("endwrap",))
    parser.delete_first_token()
    return Component(name, inputs, inside)


@register.tag
def slot(parser: Parser, token: Token) -> Slot:
    _tag, name = token.split_contents()
    inside = parser.parse(("endslot",))
    parser.delete_first_token()
    return Slot(name, inside)


@register.simple_tag
def when(value: datetime | date, style: str = "short") -> SafeString:
    """A moment, in UTC and in full; the browser says it as people do, in their zone and language."""
    if isinstance(value, datetime):
        value = timezone.localtime(value, timezone.get_default_timezone()) if timezone.is_aware(value) else value
        words = formats.date_format(value, "DATETIME_FORMAT")
    else:
        words = formats.date_format(value, "DATE_FORMAT")
    return format_html(
        '<time datetime="{}" data-controller="time" data-time-style-value="{}">{}</time>',
        value.isoformat(),
        style,
        words,
    )


@register.filter
def hue(key: Any) -> int:
    """One of eight hues for a face without a photo, the same for the same key everywhere."""
    return sum(map(ord, str(key))) % HUES  # live/frontend/faces.ts counts alike


@register.filter
def initials(name: str) -> str:
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.filter
def keys(shortcut: str) -> list[str]:
    """`"g i"` → `["g", "i"]`, `"mod+k"` → `["mod", "k"]`, for keycaps."""
    return shortcut.replace("+", " ").split()
