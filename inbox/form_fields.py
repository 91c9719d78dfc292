"""Fields of the inbox's own settings."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

PARTS = ("first", "last", "why")
EMPTY = {"first": "", "last": "", "why": ""}


class ClosuresWidget(forms.Widget):
    """Rows of a first day, a last day and a reason. A row without a first day is none."""

    use_fieldset = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = [*(value or []), EMPTY]
        context = {"name": name, "rows": rows, "empty": EMPTY, "attrs": attrs or {}}
        return SafeString(render_to_string("inbox/settings/_closures.html", context))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        columns = [data.getlist(f"{name}-{part}") for part in PARTS]
        return [
            row
            for values in zip(*columns, strict=False)
            if any((row := dict(zip(PARTS, values, strict=True))).values())
        ]


class ClosuresField(forms.Field):
    widget = ClosuresWidget
