"""Writing a snippet, and how one wants to be told. The verbs check; the form carries it and says what was wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access import require
from accounts.forms.fields import HoursWidget, OneLine
from accounts.models import Membership, Team
from core.errors import Refusal
from core.ids import parse_uuid
from files.policies import UPLOAD
from timeline.digest.moments import DAILY, HOURLY, OFF, Rhythm
from timeline.models import Snippet
from timeline.policies import SHARE
from timeline.wishes import Wishes, check_quiet


class QuietWidget(HoursWidget):
    """One span a day; its end may be the next morning."""

    spans = 1


class QuietField(forms.Field):
    widget = QuietWidget

    def clean(self, value: Any) -> dict[str, list[str]]:
        filled = {day: spans[0] for day, spans in (value or {}).items() if any(spans[0])}
        try:
            return check_quiet(filled)
        except ValueError as error:
            raise forms.ValidationError(_("Give each day a start and an end. 24-hour times, like 22:00.")) from error

    def prepare_value(self, value: Any) -> Any:
        """As the widget shows a week: a list of spans for each day."""
        return {day: [span] if span and isinstance(span[0], str) else span for day, span in (value or {}).items()}


class WishesForm(forms.Form):
    """The kinds are ticked beside it, in a table."""

    digest = forms.ChoiceField(
        label=_("How often"),
        required=False,
        choices=[(DAILY, _("Once a day")), (HOURLY, _("Once an hour")), (OFF, _("Never"))],
    )
    digest_hour = forms.TypedChoiceField(
        label=_("At what time of day"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=_("For once a day, by your time zone’s clock."),
    )
    quiet_hours = QuietField(
        label=_("Quiet hours"),
        required=False,
        help_text=_(
            "Nothing shows on your desktop and devices then, and no mail sums it up, by your time zone's clock. "
            "An end before the start is the next day."
        ),
    )

    @staticmethod
    def kept(mine: Wishes) -> dict[str, Any]:
        return {"quiet_hours": mine.quiet, "digest": mine.rhythm.often, "digest_hour": mine.rhythm.hour}

    @property
    def rhythm(self) -> Rhythm:
        """What was left out stays."""
        often, hour = self.cleaned_data["digest"], self.cleaned_data["digest_hour"]
        return Rhythm(often or self.initial["digest"], self.initial["digest_hour"] if hour is None else hour)


class ManyInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Any number of files; a list."""

    widget = ManyInput(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFiles, self).clean(one, initial) for one in data or [] if one]


class SnippetForm(forms.Form):
    shortcut = OneLine(
        label=_("Shortcut"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "#logcoaching", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("Typed where you write."),
    )
    title = OneLine(label=_("Title"), max_length=120, required=False)
    folder = OneLine(
        label=_("Folder"), max_length=60, required=False, widget=forms.TextInput(attrs={"list": "snippet-folders"})
    )
    body = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"})
    )
    along = ManyFiles(
        label=_("Files that come along"),
        required=False,
        help_text=_("They are put beside the text, and can be taken off."),
    )
    sharing = forms.ChoiceField(label=_("Who may use it"), widget=forms.RadioSelect, choices=Snippet.Sharing.choices)
    teams: Any = forms.ModelMultipleChoiceField(
        label=_("Teams"), required=False, queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, me: Membership, *args: Any, snippet: Snippet | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not me.may(UPLOAD):
            self.fields["along"].disabled = True
        had = snippet.team_ids if snippet else frozenset()
        everything = me.may(SHARE)
        teams: Any = self.fields["teams"]
        teams.queryset = (
            Team.objects.order_by("name")
            if everything
            else Team.objects.filter(pk__in=me.team_ids | had).order_by("name")
        )
        kept = {snippet.sharing} if snippet else set()
        offered = {"mine", *({"team"} if teams.queryset else ()), *({"firm"} if everything else ()), *kept}
        sharing: Any = self.fields["sharing"]
        sharing.choices = [choice for choice in Snippet.Sharing.choices if choice[0] in offered]
        if "team" not in offered:
            del self.fields["teams"]

    @classmethod
    def of(cls, me: Membership, snippet: Snippet, data: Any = None, files: Any = None) -> "SnippetForm":
        said = {name: getattr(snippet, name) for name in ("title", "folder", "body", "sharing")}
        initial = {**said, "shortcut": f"#{snippet.shortcut}", "teams": list(snippet.team_ids)}
        return cls(me, data, files, snippet=snippet, initial=initial)

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as the verbs take it."""
        names = ("shortcut", "title", "folder", "body", "sharing")
        teams = list(self.cleaned_data.get("teams", ())) if self.cleaned_data["sharing"] == "team" else []
        return {**{name: self.cleaned_data[name] for name in names}, "teams": teams}

    def save_files(self, snippet: Snippet, by: Membership) -> None:
        """Take off what was unticked, and take along what was chosen."""
        posted: Any = self.data
        gone = [id for id in map(parse_uuid, posted.getlist("file-off")) if id]
        if gone:
            snippet.detach(gone, by=by)
        if self.cleaned_data["along"]:
            require(by, UPLOAD)
            snippet.attach(self.cleaned_data["along"], by=by)

    def blame(self, error: Refusal) -> None:
        """Say what is wrong beside the field it is about; a refused file is the files’."""
        field = getattr(error, "field", "along")
        self.add_error(field if field in self.fields else "body", str(error))
