"""Fields of our own: a week of hours, a few languages, a time zone by region."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts import zones

SPANS = 2
LANGUAGES = 4


class HoursWidget(forms.Widget):
    """For each weekday a first and, after a break, a second span. What was typed stays as it was."""

    use_fieldset = True
    spans = SPANS

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        week = value or {}
        days = [
            {"label": DAY_NAMES[number], "spans": list(self._spans(name, day, week.get(day, [])))}
            for number, day in enumerate(zones.WEEKDAYS)
        ]
        return SafeString(render_to_string("accounts/forms/hours.html", {"days": days, "attrs": attrs or {}}))

    def _spans(self, name: str, day: str, spans: Any) -> Any:
        for place in range(self.spans):
            start, end = spans[place] if place < len(spans) else ("", "")
            yield {"name": f"{name}-{day}-{place}", "start": start, "end": end}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[list[str]]]:
        return {
            day: [
                [data.get(f"{name}-{day}-{place}-from", ""), data.get(f"{name}-{day}-{place}-to", "")]
                for place in range(self.spans)
            ]
            for day in zones.WEEKDAYS
        }


class HoursField(forms.Field):
    widget = HoursWidget

    def clean(self, value: Any) -> dict[str, list[list[str]]]:
        filled = {day: [span for span in spans if any(span)] for day, spans in (value or {}).items()}
        try:
            return zones.check_hours(filled)
        except (ValueError, TypeError) as error:
            raise forms.ValidationError(
                _(
                    "Give each stretch of work a start and a later end, and let them not overlap. 24-hour times, like 09:00."
                )
            ) from error


class LanguagesWidget(forms.Widget):
    """A few selects in a row, in the order in which one speaks them."""

    use_fieldset = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = [*(value or []), *[""] * LANGUAGES][:LANGUAGES]
        context = {"name": name, "chosen": chosen, "languages": zones.languages(), "attrs": attrs or {}}
        return SafeString(render_to_string("accounts/forms/languages.html", context))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [code for code in data.getlist(name) if code]


class LanguagesField(forms.Field):
    widget = LanguagesWidget

    def clean(self, value: Any) -> list[str]:
        codes = list(dict.fromkeys(value or []))
        if set(codes) - dict(zones.languages()).keys():
            raise forms.ValidationError(_("Choose languages from the lists."))
        return codes


def zone_choices() -> list[Any]:
    """Time zones under the names of their regions."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in zones.time_zones():
        region, _slash, place = zone.partition("/")
        if place:
            groups.setdefault(region, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *groups.items()]


class ZoneField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, **kwargs)


class OneLine(forms.CharField):
    """A name or a title: no line ends, no blank edges."""

    def clean(self, value: Any) -> str:
        from core.text import one_line

        return str(super().clean(one_line(value or "", 10_000)))
