"""Setting up an inbox: its name and look, where its widget may stand, who works it, whether it takes messages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.colour import is_colour
from core.text import one_line, tidy
from inbox.errors import BadColour, BadPlace, BadRouting, InboxNameTaken, InboxNeedsName
from inbox.events import InboxChanged, InboxMade
from inbox.hours import Hours
from inbox.opening import checked as checked_hours
from inbox.opening import hours_of
from inbox.origins import parse_origins
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership, Team

FIELDS = (
    "title",
    "away_text",
    "launcher",
    "side",
    "offset",
    "takes_files",
    "name",
    "accent",
    "greeting",
    "allowed_origins",
    "hours",
    "asks_rating",
    "identity_required",
    "routing",
    "routing_most",
)
LOOK = {"title": 60, "away_text": 300, "launcher": 30}
"""Texts of the firm's own, and how long they may be; empty: the widget's, in the firm's language."""
MOST_OFFSET = 200
MOST_OPEN = 1_000
"""Open conversations that one colleague may be left to have, at most."""


class SetUp(models.Model):
    closed_at = models.DateTimeField(null=True, blank=True)
    hours = models.JSONField(default=dict, blank=True)  # inbox/opening.py says how they are kept

    class Meta:
        abstract = True

    class Routing(models.TextChoices):
        """To whom inbox/routing.py gives what nobody has."""

        NOBODY = "", _("Nobody: colleagues take them")
        TURN = "turn", _("In turn, one after the other")
        LEAST = "least", _("Whoever has the fewest open conversations")

    title = models.CharField(max_length=60, blank=True)  # over the chat; the firm's name where empty
    away_text = models.CharField(max_length=300, blank=True)  # said when nobody is there
    launcher = models.CharField(max_length=30, blank=True)  # words beside the button's picture
    side = models.CharField(max_length=5, default="end", choices=[("end", "end"), ("start", "start")])
    offset = models.PositiveSmallIntegerField(default=20)  # pixels from the edges of the page
    takes_files = models.BooleanField(default=True)
    asks_rating = models.BooleanField(default=True)  # whether clients are asked how it was
    routing = models.CharField(max_length=5, blank=True, choices=Routing)
    routing_most = models.PositiveSmallIntegerField(default=10)  # who has as many open ones is given none; 0: no limit
    routing_turn = models.BigIntegerField(null=True)  # the colleague who had the last turn

    @property
    def is_closed(self) -> bool:
        """A closed inbox keeps its conversations and takes no more messages from visitors."""
        return self.closed_at is not None

    def business_hours(self, firm_zone: str) -> Hours | None:
        """When somebody is there; None where the inbox keeps no hours."""
        return hours_of(self.hours, firm_zone)

    def standing(self, firm_zone: str) -> dict[str, Any] | None:
        """Whether somebody is there now (`open`) and until when (`next`, None for ever); None where no hours are kept."""
        hours, now = self.business_hours(firm_zone), clock.now()
        return hours and {"open": hours.is_open(now), "next": next(iter(hours.changes(now)), None)}  # type: ignore[return-value]

    @classmethod
    def make(cls, *, by: "Membership", teams: "Iterable[Team] | None" = None, **fields: Any) -> Self:
        """A new inbox with a key of its own."""
        inbox = cls(**_checked(fields))
        if not inbox.name:  # type: ignore[attr-defined]
            raise InboxNeedsName
        inbox._saved()
        changes = {name: (None, getattr(inbox, name)) for name in fields}
        record(InboxMade(inbox.pk), by=by, subject=inbox, changes=changes)
        if teams is not None:
            inbox.let_work(teams, by=by)
        return inbox

    def change(self, *, by: "Membership", **fields: Any) -> None:
        """Set any of FIELDS. The same again changes nothing."""
        inbox = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        inbox._alter(_checked(fields), by)

    def close(self, *, by: "Membership") -> None:
        """Take no more messages; the widget says so."""
        inbox = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        if not inbox.is_closed:
            inbox._alter({"closed_at": clock.now()}, by)

    def open_again(self, *, by: "Membership") -> None:
        type(self).objects.lock(self.pk)._alter({"closed_at": None}, by)  # type: ignore[attr-defined]

    def let_work(self, teams: "Iterable[Team]", *, by: "Membership") -> None:
        """Give the inbox to these teams; to none: to everybody."""
        from inbox.models.inbox import InboxTeam

        inbox = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        before = dict(inbox.teams.values_list("pk", "name"))
        after = {team.pk: team.name for team in teams}
        if before.keys() == after.keys():
            return
        inbox.inboxteam_set.exclude(team_id__in=after).delete()
        new = [InboxTeam(firm_id=inbox.firm_id, inbox=inbox, team_id=pk) for pk in after if pk not in before]
        InboxTeam.objects.bulk_create(new)
        changes = {"teams": (sorted(before.values()), sorted(after.values()))}
        record(InboxChanged(inbox.pk, ["teams"]), by=by, subject=inbox, changes=changes)

    def _alter(self, fields: dict[str, Any], by: "Membership") -> None:
        changes = {name: (getattr(self, name), value) for name, value in fields.items() if getattr(self, name) != value}
        if not changes:
            return
        for name, (_before, after) in changes.items():
            setattr(self, name, after)
        if not self.name:  # type: ignore[attr-defined]
            raise InboxNeedsName
        self._saved()
        record(InboxChanged(self.pk, list(changes)), by=by, subject=self, changes=changes)

    def _saved(self) -> None:
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError as error:
            raise InboxNameTaken from error


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are kept. Raises an InboxError with a sentence."""
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"An inbox has no {', '.join(sorted(unknown))}.")
    checked = dict(fields)
    if "name" in checked:
        checked["name"] = one_line(checked["name"], 80)
    if "greeting" in checked:
        checked["greeting"] = tidy(checked["greeting"])[:300]
    for text, length in LOOK.items():
        if text in checked:
            checked[text] = tidy(checked[text])[:length] if text == "away_text" else one_line(checked[text], length)
    if checked.get("side", "end") not in ("start", "end") or not 0 <= checked.get("offset", 0) <= MOST_OFFSET:
        raise BadPlace
    if checked.get("routing", "") not in SetUp.Routing.values or not 0 <= checked.get("routing_most", 0) <= MOST_OPEN:
        raise BadRouting
    if "allowed_origins" in checked:
        checked["allowed_origins"] = parse_origins(checked["allowed_origins"])
    if "hours" in checked:
        checked["hours"] = checked_hours(checked["hours"])
    if "accent" in checked and not is_colour(checked["accent"]):
        raise BadColour
    return checked
