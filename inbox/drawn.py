"""What is the same for everyone, drawn once for what it says.

A page of thirty rows or fifty lines mostly finds them drawn: by who opened it before, or by the stream that told of it.
Drawing one takes a hundred times as long as finding it.
"""

from collections.abc import Mapping
from hashlib import blake2b
from secrets import token_hex
from typing import Any

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def drawn_once(template: str, context: Mapping[str, Any], facts: list[Any]) -> SafeString:
    """`facts` is everything that the template can say of `context`: whatever is missing there is shown as it was."""
    key = blake2b(repr([template, get_language(), *facts]).encode(), digest_size=20).hexdigest()
    return SafeString(caches["drawn"].get_or_set(key, lambda: render_to_string(template, dict(context))))


class Gaps:
    """Marks that stand in a drawn template for what differs each time; chance makes them, so no text holds one."""

    def __init__(self, *names: str) -> None:
        self.marks = {name: f"gap-{token_hex(12)}" for name in names}

    def fill(self, drawn: SafeString, **texts: str) -> SafeString:
        filled = str(drawn)
        for name, text in texts.items():
            filled = filled.replace(self.marks[name], conditional_escape(text))
        return SafeString(filled)
