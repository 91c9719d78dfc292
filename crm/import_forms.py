"""Where the columns of a file go."""

from typing import Any

import phonenumbers
from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crm.importing.targets import Reader
from crm.models import Import
from crm.records import KINDS


class DecisionForm(forms.Form):
    mode = forms.ChoiceField(label=_("Records that are known already"), choices=Import.Mode.choices)
    keep_filled = forms.BooleanField(label=_("Do not write over what is filled in already"), required=False)
    region = forms.ChoiceField(label=_("Phone numbers that name no country are of"), required=False)

    def __init__(self, data: Any, of: Import) -> None:
        super().__init__(data, initial={"mode": of.mode, "keep_filled": of.keep_filled, "region": of.region})
        self.of, self.reader = of, Reader(of.started_by, of.region)
        self.fields["region"].choices = [("", _("None: such numbers are a problem")), *regions()]  # type: ignore[attr-defined]
        self.chosen = data.getlist("column") if data is not None else of.columns
        self.offered = [(KINDS[kind].words.one, targets) for kind, targets in self.reader.offered()]

    @property
    def columns(self) -> list[dict[str, Any]]:
        chosen = [*self.chosen, *[""] * len(self.of.headers)]
        return [
            {"header": header, "samples": samples, "target": target, "number": number}
            for number, (header, samples, target) in enumerate(
                zip(self.of.headers, self.of.samples, chosen, strict=False), start=1
            )
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if len(self.chosen) != len(self.of.headers) or any(
            target and not self.reader.knows(target) for target in self.chosen
        ):
            raise forms.ValidationError(_("A column goes where nothing is. Choose from the list."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "columns": list(self.chosen)}


def regions() -> list[tuple[str, str]]:
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    return sorted(((code, names.get(code, code)) for code in phonenumbers.SUPPORTED_REGIONS), key=lambda pair: pair[1])
