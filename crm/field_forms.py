"""Custom fields in forms: one's own form for the fields of a record, and the form of a field itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from crm.errors import FieldUnfit
from crm.models import Field, Record
from crm.models.field.kinds import SHAPES

QUIET = {"autocomplete": "off", "dir": "auto"}
EMPTY = ("", "—")


class CustomInput(forms.Field):
    """Asks for the value of one custom field; what is there already is `kept`."""

    def __init__(self, field: Field, kept: Any = None) -> None:
        self.field, self.kept = field, kept
        super().__init__(label=field.name, help_text=field.help, required=field.required, widget=widget_of(field))

    def prepare_value(self, value: Any) -> Any:
        """A value as it is kept becomes what the box holds; what was typed stays as it was typed."""
        if value is not self.kept or value is None:
            return value
        if self.field.has_options:
            return value
        return self.field.show(value) if self.field.kind == Field.Kind.LINK else self.field.plain(value)

    def clean(self, value: Any) -> Any:
        if self.field.kind == Field.Kind.LINK and self.kept is not None and value == self.field.show(self.kept):
            return self.kept
        try:
            found = self.field.read(value)
        except FieldUnfit as unfit:
            raise forms.ValidationError(unfit.why) from None
        if found is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return found


def widget_of(field: Field) -> forms.Widget:
    options = [(each["id"], each["label"]) for each in field.offered]
    match field.kind:
        case Field.Kind.LONG:
            return forms.Textarea(attrs={"rows": 3, "dir": "auto"})
        case Field.Kind.NUMBER | Field.Kind.MONEY:
            return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        case Field.Kind.DATE:
            return forms.DateInput(attrs={"type": "date"})
        case Field.Kind.MOMENT:
            return forms.DateTimeInput(attrs={"type": "datetime-local"})
        case Field.Kind.CHOICE:
            return forms.Select(choices=[EMPTY, *options])
        case Field.Kind.RADIO:
            return forms.RadioSelect(choices=options if field.required else [*options, ("", _("None of these"))])
        case Field.Kind.CHOICES:
            return forms.CheckboxSelectMultiple(choices=options)
        case Field.Kind.CHECK:
            return forms.Select(choices=[EMPTY, ("yes", _("Yes")), ("no", _("No"))])
        case Field.Kind.LINK:
            return forms.TextInput(attrs={**QUIET, "placeholder": _("Its name, or the address of its page")})
    return forms.TextInput(attrs=QUIET)


def inputs(fields: Iterable[Field], record: Record | None = None) -> dict[str, CustomInput]:
    """What a form asks for, by Field.name_in_form."""
    found = {}
    for field in fields:
        asked = CustomInput(field, record.custom.get(field.key) if record is not None else field.default)
        asked.initial = asked.kept
        found[field.name_in_form] = asked
    return found


def said_in(cleaned: Mapping[str, Any], fields: Iterable[Field]) -> dict[str, Any]:
    """`{key: value}` of what a form with these fields was told."""
    return {field.key: cleaned[field.name_in_form] for field in fields if field.name_in_form in cleaned}


class HeldForm(forms.Form):
    """The custom fields of one record."""

    def __init__(self, data: Any, fields: list[Field], record: Record) -> None:
        super().__init__(data)
        self.held = fields
        self.fields.update(inputs(fields, record))

    @property
    def said(self) -> dict[str, Any]:
        return said_in(self.cleaned_data, self.held)


KINDS = [(kind.value, kind.label) for kind in Field.Kind]
RULES = ("shape", "least", "most", "currency", "of", "formula")


class FieldForm(forms.Form):
    """A custom field; what its kind does not know is left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs=QUIET))
    group = forms.CharField(
        label=_("Group"),
        max_length=60,
        required=False,
        help_text=_("Fields of one group stand together."),
        widget=forms.TextInput(attrs=QUIET),
    )
    help = forms.CharField(
        label=_("Help"),
        max_length=300,
        required=False,
        help_text=_("Stands below the box."),
        widget=forms.TextInput(attrs=QUIET),
    )
    shape = forms.ChoiceField(
        label=_("Looks like"),
        choices=[("", _("Any text")), *((code, words) for code, (words, _shape) in SHAPES.items())],
        required=False,
    )
    least = forms.DecimalField(label=_("At least"), required=False, max_digits=18)
    most = forms.DecimalField(label=_("At most"), required=False, max_digits=18)
    of_kind = forms.ChoiceField(
        label=_("Which kind of record"),
        choices=[("contact", _("Contact")), ("company", _("Company")), ("deal", _("Deal"))],
        required=False,
    )
    formula = forms.CharField(
        label=_("Formula"),
        max_length=500,
        required=False,
        help_text=_("Over the keys of fields: round(amount * 0.1, 2), days_until(renewal)."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "figures"}),
    )
    default = forms.CharField(label=_("Default"), max_length=500, required=False, widget=forms.TextInput(attrs=QUIET))
    required = forms.BooleanField(label=_("Required"), required=False)
    unique = forms.BooleanField(label=_("No two records have the same"), required=False)
    sensitive = forms.BooleanField(
        label=_("Sensitive: masked until somebody asks to see it, which is written down"), required=False
    )
    readers = forms.MultipleChoiceField(
        label=_("Seen by"),
        required=False,
        help_text=_("None ticked: everyone who sees records."),
        widget=forms.CheckboxSelectMultiple,
    )
    editors = forms.MultipleChoiceField(
        label=_("Set by"),
        required=False,
        help_text=_("None ticked: everyone who edits records."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None, field: Field | None = None) -> None:
        super().__init__(data, initial=initial_of(field))
        self.field = field
        roles = [(str(role.pk), str(role)) for role in Role.objects.order_by("pk")]
        for name in ("readers", "editors"):
            self.fields[name].choices = roles  # type: ignore[attr-defined]
        if field is not None:
            self.fields["kind"].disabled = True
        self.options = field.offered if field is not None else []
        if data is not None:
            pairs = zip(data.getlist("option-id"), data.getlist("option-label"), strict=False)
            self.options = [{"id": id, "label": label[:80]} for id, label in pairs][: Field.MOST_OPTIONS + 1]

    @property
    def said(self) -> dict[str, Any]:
        """As Field.make and Field.change take it, but for the kind."""
        found = self.cleaned_data
        rules = {
            name: str(found[source])
            for name, source in (
                ("shape", "shape"),
                ("least", "least"),
                ("most", "most"),
                ("of", "of_kind"),
                ("formula", "formula"),
            )
            if found[source] not in ("", None)
        }
        said = {name: found[name] for name in ("name", "group", "help", "required", "unique", "sensitive", "default")}
        roles = {name: [int(role) for role in found[name]] for name in ("readers", "editors")}
        return {**said, **roles, "rules": rules, "options": self.options}


def initial_of(field: Field | None) -> dict[str, Any]:
    if field is None:
        return {"kind": Field.Kind.TEXT}
    said = {name: getattr(field, name) for name in ("kind", "name", "group", "help", "required", "unique", "sensitive")}
    rules = {name: field.rules.get(name, "") for name in ("shape", "least", "most", "formula")}
    roles = {name: [str(role) for role in getattr(field, name)] for name in ("readers", "editors")}
    return {**said, **rules, **roles, "of_kind": field.rules.get("of", ""), "default": field.plain(field.default)}


def choices_url(field: Field) -> str:
    return reverse("crm:find") + f"?of={field.rules.get('of', 'contact')}"
