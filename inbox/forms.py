"""Setting up an inbox. The verbs check what is written; the forms carry it and say what was wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import HoursField, OneLine, zone_choices
from accounts.models import Membership, Team
from inbox.errors import BadColour, BadHours, BadOrigin, BadPlace, InboxError, PrivateKeyPasted, TooManyKeys
from inbox.form_fields import ClosuresField
from inbox.models import Inbox, ProactiveMessage, Tag, View, follow_up_rules
from inbox.models import tag as tags
from inbox.models.proactive import FIELDS as PROACTIVE
from inbox.models.set_up import MOST_OPEN
from inbox.models.writing_rules import LONGEST
from inbox.policies import SHARE_VIEWS

PLAIN = (
    "name",
    "accent",
    "greeting",
    "title",
    "away_text",
    "launcher",
    "side",
    "offset",
    "takes_files",
    "asks_rating",
    "routing",
)
"""Fields that are kept as they are written."""
FIELD_OF = {BadColour: "accent", BadOrigin: "allowed_origins", BadPlace: "offset"}


class HoursForm(forms.Form):
    on = forms.BooleanField(label=_("Keep business hours"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    week = HoursField(label=_("Hours"), required=False)
    closures: Any = ClosuresField(label=_("Closed days"), required=False)

    def __init__(self, *args: Any, firm_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["zone"]
        zone.choices = [("", _("The firm’s: %(zone)s") % {"zone": firm_zone}), *zone_choices()]

    def blame(self, error: BadHours) -> None:
        self.add_error("closures", str(error))


class NewInboxForm(forms.Form):
    name = OneLine(label=_("Name"), max_length=80, help_text=_("For your colleagues, such as “Website” or “Careers”."))


class TagForm(forms.Form):
    name = OneLine(label=_("Name"), max_length=tags.LONGEST)
    colour = forms.ChoiceField(label=_("Colour"), choices=Tag.Colour.choices, initial=Tag.Colour.TEAL)


class ProactiveForm(forms.Form):
    text = forms.CharField(
        label=_("Message"),
        max_length=ProactiveMessage.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "It stands beside the button of the chat. Whoever answers has it as the first line of the conversation."
        ),
    )
    pages = forms.CharField(
        label=_("Pages"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "placeholder": "/prices*"}),
        help_text=_("One a line, where * stands for anything. All pages where this is empty."),
    )
    after_seconds = forms.IntegerField(
        label=_("After how many seconds on the page"), min_value=0, max_value=ProactiveMessage.MOST_SECONDS, initial=10
    )
    audience = forms.ChoiceField(label=_("To whom"), choices=ProactiveMessage.Audience.choices)
    repeat = forms.ChoiceField(
        label=_("How often"), choices=ProactiveMessage.Repeat.choices, help_text=_("Each visitor is shown it.")
    )
    open_only = forms.BooleanField(
        label=_("Within business hours alone"),
        required=False,
        initial=True,
        help_text=_("Always, where the inbox keeps no hours."),
    )
    on = forms.BooleanField(label=_("Show it"), required=False, initial=True)

    @staticmethod
    def said_by(message: ProactiveMessage) -> dict[str, Any]:
        return {**{name: getattr(message, name) for name in PROACTIVE}, "pages": "\n".join(message.pages)}

    def clean_pages(self) -> list[str]:
        return str(self.cleaned_data["pages"]).splitlines()


class MergeForm(forms.Form):
    into = OneLine(label=_("Into"), max_length=tags.LONGEST, help_text=_("The name of the tag that stays."))


class InboxForm(forms.Form):
    name = OneLine(
        label=_("Name"), max_length=80, help_text=_("For your colleagues. Visitors see the name of your firm.")
    )
    accent = forms.CharField(
        label=_("Colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Of the button and the chat. It is made darker where white words on it could not be read."),
    )
    greeting = forms.CharField(
        label=_("Greeting"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The first thing a visitor reads."),
    )
    allowed_origins = forms.CharField(
        label=_("Websites"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "placeholder": "https://www.example.com"}),
        help_text=_("Where the chat may stand, one address a line. Nobody else can put it on their pages."),
    )
    title = OneLine(
        label=_("Title"),
        max_length=60,
        required=False,
        help_text=_("Over the chat. The name of your firm where it is empty."),
    )
    away_text = forms.CharField(
        label=_("When nobody is there"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Beside the sentence that says when you are back."),
    )
    launcher = OneLine(
        label=_("Words on the button"),
        max_length=30,
        required=False,
        help_text=_("Such as “Ask us”. Without any, a round button."),
    )
    side = forms.ChoiceField(
        label=_("Where the button stands"),
        required=False,
        choices=[
            ("end", _("At the end of the line: right, where one writes from the left")),
            ("start", _("At the start")),
        ],
        widget=forms.RadioSelect,
    )
    offset = forms.IntegerField(label=_("Pixels from the edge"), min_value=0, max_value=200, required=False)
    takes_files = forms.BooleanField(label=_("Visitors may send files"), required=False)
    asks_rating = forms.BooleanField(label=_("Ask how it was when a chat is closed"), required=False)
    routing = forms.ChoiceField(
        label=_("New conversations are given to"),
        required=False,
        choices=Inbox.Routing.choices,
        widget=forms.RadioSelect,
        help_text=_("Of those who work this inbox, to who is online. While nobody is, or none has room, they wait."),
    )
    routing_most = forms.IntegerField(
        label=_("Open conversations that one colleague is given"),
        min_value=0,
        max_value=MOST_OPEN,
        required=False,
        help_text=_("Who has as many, in all inboxes together, is given no more. 0 is no limit."),
    )
    teams: Any = forms.ModelMultipleChoiceField(
        label=_("Teams"),
        required=False,
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who works this inbox. With no team chosen, everybody does."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["teams"]
        field.queryset = Team.objects.order_by("name")
        if not field.queryset:
            del self.fields["teams"]

    @classmethod
    def of(cls, inbox: Inbox, data: Any = None) -> "InboxForm":
        kept = {name: getattr(inbox, name) for name in (*PLAIN, "routing_most")}
        origins, teams = "\n".join(inbox.allowed_origins), [team.pk for team in inbox.teams.all()]
        return cls(data, initial={**kept, "allowed_origins": origins, "teams": teams})

    @property
    def look(self) -> dict[str, Any]:
        """What was written, as `Inbox.change` takes it."""
        said = {name: self.cleaned_data[name] for name in PLAIN}
        said |= {"side": said["side"] or "end", "offset": 20 if said["offset"] is None else said["offset"]}
        if self.cleaned_data["routing_most"] is not None:
            said["routing_most"] = self.cleaned_data["routing_most"]
        return {**said, "allowed_origins": self.cleaned_data["allowed_origins"].splitlines()}

    def blame(self, error: InboxError) -> None:
        """Say what is wrong beside the field it is about."""
        self.add_error(FIELD_OF.get(type(error), "name"), str(error))


class FollowUpForm(forms.Form):
    days = forms.IntegerField(
        label=_("Days without an answer"),
        min_value=0,
        max_value=follow_up_rules.LONGEST,
        help_text=_(
            "After as many a conversation comes back to who has it, on top, unread, with a notification. 0 is never."
        ),
    )


class WritingRulesForm(forms.Form):
    edit_minutes = forms.IntegerField(
        label=_("Minutes in which a reply may be changed"),
        min_value=0,
        max_value=LONGEST,
        help_text=_(
            "Who sent a reply may edit or delete it for as long. 0 is never, 10080 a week. Notes are not bounded."
        ),
    )


class ViewForm(forms.Form):
    """A view's name and look; who sees it, for those who may share. `look` is as the verbs of View take it."""

    name = OneLine(label=_("Name"), max_length=60)
    icon = forms.ChoiceField(required=False, choices=[(name, name) for name in View.ICONS])
    colour = forms.ChoiceField(required=False, choices=[(name, name) for name in View.COLOURS])
    shared = forms.ChoiceField(
        label=_("Who sees it"), required=False, choices=View.Shared.choices, widget=forms.RadioSelect
    )
    teams: Any = forms.ModelMultipleChoiceField(
        label=_("Teams"), required=False, queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"shared": "nobody", "icon": View.ICONS[0], "colour": ""}, **kwargs})
        field: Any = self.fields["teams"]
        field.queryset = Team.objects.order_by("name")
        if not field.queryset:
            del self.fields["teams"]
        self.may_share = by.may(SHARE_VIEWS)

    @classmethod
    def of(cls, view: View, data: Any, *, by: Membership) -> "ViewForm":
        kept = {name: getattr(view, name) for name in ("name", "icon", "colour", "shared")}
        return cls(data, by=by, initial={**kept, "teams": [team.pk for team in view.teams.all()]})

    @property
    def look(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "icon", "colour")}

    @property
    def sharing(self) -> tuple[str, list[Team]]:
        shared = self.cleaned_data["shared"] or "nobody"
        return shared, list(self.cleaned_data.get("teams", [])) if shared == "teams" else []

    @property
    def icons(self) -> list[dict[str, Any]]:
        return [{"name": name, "chosen": name == self["icon"].value()} for name in View.ICONS]

    @property
    def colours(self) -> list[dict[str, Any]]:
        labels = dict(zip(View.COLOURS, (_("none"), _("red"), _("amber"), _("green"), _("blue")), strict=True))
        return [
            {"name": name, "label": labels[name], "chosen": name == self["colour"].value()} for name in View.COLOURS
        ]


class IdentityKeyForm(forms.Form):
    algorithm = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("HS256", _("HS256, a secret we make (simplest)")),
            ("EdDSA", _("EdDSA, your own Ed25519 public key")),
            ("ES256", _("ES256, your own P-256 public key")),
        ],
    )
    public = forms.CharField(
        label=_("Public key"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(
            attrs={"rows": 4, "spellcheck": "false", "placeholder": "-----BEGIN PUBLIC KEY-----", "autocomplete": "off"}
        ),
        help_text=_("In PEM, for EdDSA and ES256. The private half stays on your server."),
    )

    def blame(self, error: InboxError) -> None:
        """Say what is wrong beside the field it is about. A private key that was pasted is not written back."""
        if isinstance(error, PrivateKeyPasted):
            self.data = {**{name: self.data.get(name) for name in self.data}, "public": ""}
        self.add_error("algorithm" if isinstance(error, TooManyKeys) else "public", str(error))
