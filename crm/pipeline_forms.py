"""Arranging a pipeline: its name and currency, and its stages as rows, in the order in which they stand in the form."""

from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.ids import parse_uuid
from crm.forms import OFTEN
from crm.models import Pipeline, Stage

COLUMNS = ("id", *Stage.SAID)


class PipelineForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in OFTEN], help_text=_("Of deals that say none.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: QueryDict | None, stages: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.trouble = ""
        self.stages = stages if data is None else rows_in(data)

    @classmethod
    def of(cls, pipeline: Pipeline, data: QueryDict | None) -> Self:
        stages = [{name: getattr(stage, name) for name in COLUMNS} for stage in pipeline.stages.standing()]
        initial = {"name": pipeline.name, "currency": pipeline.currency, "version": pipeline.version}
        return cls(data, stages, initial=initial)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        said["stages"] = [self._row(row) for row in self.stages]
        if self.trouble:
            raise forms.ValidationError(self.trouble)
        return said

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        kind = row["kind"] if row["kind"] in Stage.Kind.values else Stage.Kind.OPEN
        return {
            "id": parse_uuid(row["id"]),
            "name": row["name"],
            "kind": kind,
            "probability": self._figure(row["probability"], 100) if row["probability"] else 0,
            "rot_days": self._figure(row["rot_days"], 3_650) if row["rot_days"] else None,
            "wip_limit": self._figure(row["wip_limit"], 10_000) if row["wip_limit"] else None,
        }

    def _figure(self, text: str, most: int) -> int:
        if text.isascii() and text.isdigit() and int(text[:9]) <= most:
            return int(text)
        self.trouble = str(_("Write a whole number from 0 to %(most)s where one is asked for.")) % {"most": most}
        return 0


def rows_in(data: QueryDict) -> list[dict[str, str]]:
    """The rows of the form; a column that is too short, by hand, is empty at its end."""
    columns = {name: [text[:100] for text in data.getlist(f"stage-{name}")] for name in COLUMNS}
    count = min(max(map(len, columns.values())), Pipeline.MOST_STAGES + 1)
    return [{name: texts[row] if row < len(texts) else "" for name, texts in columns.items()} for row in range(count)]
