"""Building a macro: its name, its steps in order, and who may use it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import OneLine
from accounts.models import Membership, Team
from inbox.errors import MacroError
from inbox.macro_steps import KINDS
from inbox.models import Macro, Priority, Tag
from inbox.policies import MACROS
from timeline.models import Snippet

FIELDS = ("body", "snippet", "to", "until", "priority", "tag")
MOST_SNIPPETS = 200
MOST_TAGS = 500


class MacroForm(forms.Form):
    name = OneLine(label=_("Name"), max_length=80, required=False, help_text=_("As it stands in the menu."))
    sharing = forms.ChoiceField(label=_("Who may use it"), widget=forms.RadioSelect, choices=Macro.Sharing.choices)
    teams: Any = forms.ModelMultipleChoiceField(
        label=_("Teams"), required=False, queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, me: Membership, *args: Any, macro: Macro | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything, had = me.may(MACROS), macro.team_ids if macro else frozenset()
        teams: Any = self.fields["teams"]
        mine = Team.objects.all() if everything else Team.objects.filter(pk__in=me.team_ids | had)
        teams.queryset = mine.order_by("name")
        offered = {"mine", *({"team"} if teams.queryset else ()), *({"firm"} if everything else ())}
        offered |= {macro.sharing} if macro else set()
        sharing: Any = self.fields["sharing"]
        sharing.choices = [choice for choice in Macro.Sharing.choices if choice[0] in offered]
        if "team" not in offered:
            del self.fields["teams"]
        self.kept_steps: list[dict[str, str]] = macro.steps if macro else []
        self.trouble = ""

    @classmethod
    def of(cls, me: Membership, macro: Macro, data: Any = None) -> "MacroForm":
        initial = {"name": macro.name, "sharing": macro.sharing, "teams": list(macro.team_ids)}
        return cls(me, data, macro=macro, initial=initial)

    @property
    def steps(self) -> list[dict[str, str]]:
        """As they were posted, in their order; of a form that is only looked at, as they are kept."""
        if not self.is_bound:
            return self.kept_steps
        posted: Any = self.data
        columns = {name: posted.getlist(f"step-{name}") for name in ("do", *FIELDS)}
        rows = [
            {name: values[place] if place < len(values) else "" for name, values in columns.items()}
            for place in range(min(len(columns["do"]), 100))
        ]
        return [{name: value for name, value in row.items() if value} for row in rows]

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as the verbs take it."""
        sharing = self.cleaned_data["sharing"]
        teams = list(self.cleaned_data.get("teams", ())) if sharing == "team" else []
        return {"name": self.cleaned_data["name"], "steps": self.steps, "sharing": sharing, "teams": teams}

    def blame(self, error: MacroError) -> None:
        """Say what is wrong beside the field it is about."""
        if error.field == "steps":
            self.trouble = str(error)
        self.add_error(error.field if error.field in self.fields else None, str(error))


def choices(me: Membership) -> dict[str, Any]:
    """What the steps' fields offer."""
    snippets = Snippet.objects.visible_to(me).order_by("shortcut", "pk").values_list("pk", "shortcut", "title")
    offered = [(str(pk), f"#{shortcut} · {title}") for pk, shortcut, title in snippets[:MOST_SNIPPETS]]
    return {
        "kinds": list(KINDS.values()),
        "people": list(Membership.objects.current()),
        "all_teams": list(Team.objects.order_by("name")),
        "snippets": offered,
        "snippet_ids": {id for id, _label in offered},
        "tags": [(str(pk), name) for pk, name in Tag.objects.order_by("key").values_list("pk", "name")[:MOST_TAGS]],
        "priorities": [(each.code, each.label) for each in Priority],
    }
