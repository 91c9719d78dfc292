"""A saved view: a filter and an order with a name, one's own or shared. Where it stands is each person's own choice."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Team
from core import clock
from core.ids import uuid7
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from core.text import one_line
from inbox.errors import TooManyViews, ViewNeedsFilter, ViewNeedsName
from inbox.events import ViewChanged, ViewRemoved, ViewRestored, ViewsArranged, ViewSaved
from inbox.policies import visible_views
from ledger.record import record

MOST = 100
"""Views of one owner."""


class ViewQuerySet(FirmQuerySet):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(visible_views(membership), removed_at=None).distinct()

    def arranged_for(self, membership: Membership) -> "list[View]":
        """All that a person sees, in their order; each says whether it is `pinned`: one's own are from the start."""
        own = models.FilteredRelation("places", condition=models.Q(places__membership=membership))
        rows = self.visible_to(membership).annotate(
            own_place=own, position=F("own_place__position"), is_pinned=F("own_place__pinned")
        )
        return list(rows.order_by(F("position").asc(nulls_last=True), "created_at", "id"))


class ViewManager(FirmManager.from_queryset(ViewQuerySet)):  # type: ignore[misc]
    """Reach a view through the person: `View.objects.visible_to(membership)`."""


class View(IdModel):
    """Its filter is asked with each viewer's own rights, so a shared view shows each person what they see."""

    class Shared(models.TextChoices):
        NOBODY = "nobody", _("Only me")
        TEAMS = "teams", _("Teams")
        FIRM = "firm", _("Everybody")

    ICONS: ClassVar = (
        "list-filter",
        "star",
        "flag",
        "alarm-clock",
        "megaphone",
        "sparkles",
        "shield",
        "zap",
        "building-2",
    )
    COLOURS: ClassVar = ("", "red", "amber", "green", "blue")

    name = models.CharField(_("name"), max_length=60)
    icon = models.CharField(max_length=20, default="list-filter")
    colour = models.CharField(max_length=10, blank=True)
    filter = models.JSONField()
    sort = models.CharField(max_length=10, default="newest")
    owner = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    shared = models.CharField(max_length=6, choices=Shared, default=Shared.NOBODY)
    teams = models.ManyToManyField(Team, through="ViewTeam", related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ViewManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        indexes = [models.Index(fields=["firm", "owner"], name="views_of_an_owner")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def save_as(
        cls,
        *,
        by: Membership,
        name: str,
        filter: dict[str, Any],
        sort: str = "newest",
        id: UUID | None = None,
        **look: Any,
    ) -> Self:
        """Make a view. A retry with the same id is the same view. `filter` was read by inbox/filters/language.py."""
        found = cls.objects.filter(pk=id, owner=by).first() if id else None
        if found:
            return found
        if not filter:
            raise ViewNeedsFilter
        if cls.objects.filter(owner=by, removed_at=None).count() >= MOST:
            raise TooManyViews
        fitting = {**_fitting(name=name, **look), "filter": filter, "sort": sort}
        view = cls.objects.create(id=id or uuid7(), owner=by, created_at=clock.now(), **fitting)
        record(ViewSaved(view.pk, by.pk, view.shared), by=by, subject=view, changes={"name": (None, view.name)})
        return view

    def change(self, *, by: Membership, **fields: Any) -> None:
        """Set what is named: name, icon, colour, filter, sort."""
        view = View.objects.lock(self.pk)
        fitting = _fitting(**fields)
        changes = {
            name: (getattr(view, name), value) for name, value in fitting.items() if getattr(view, name) != value
        }
        if changes:
            for name, value in fitting.items():
                setattr(view, name, value)
            view.save(update_fields=list(changes))
            view._tell(by, changes, view.shared)

    def share(self, *, by: Membership, shared: str, teams: Iterable[Team] = ()) -> None:
        """Show it to nobody else, to the people of some teams, or to everybody."""
        view = View.objects.lock(self.pk)
        chosen = {team.pk for team in teams} if shared == self.Shared.TEAMS else set()
        shared = shared if shared != self.Shared.TEAMS or chosen else self.Shared.NOBODY
        before = set(view.viewteam_set.values_list("team_id", flat=True))
        changes: dict[str, Any] = {"shared": (view.shared, shared)} if view.shared != shared else {}
        if before != chosen:
            changes["teams"] = (sorted(before), sorted(chosen))
        if not changes:
            return
        was, view.shared = view.shared, shared
        view.save(update_fields=["shared"])
        view.viewteam_set.exclude(team__in=chosen).delete()
        ViewTeam.objects.bulk_create(
            [ViewTeam(firm_id=view.firm_id, view=view, team_id=team) for team in chosen - before]
        )
        view._tell(by, changes, was if shared == self.Shared.NOBODY else shared)

    def duplicate(self, *, by: Membership) -> "View":
        """A copy of one's own."""
        copied = {name: getattr(self, name) for name in ("icon", "colour", "filter", "sort")}
        name = str(_("Copy of %(name)s")) % {"name": self.name}
        return View.save_as(by=by, name=one_line(name, 60), **copied)

    def remove(self, *, by: Membership) -> None:
        self._remove(by, clock.now(), ViewRemoved)

    def restore(self, *, by: Membership) -> None:
        """Undo its removal."""
        self._remove(by, None, ViewRestored)

    def pin(self, pinned: bool, *, by: Membership) -> None:
        """Whether it stands beside the folders, for this person."""
        place, _made = ViewPlace.objects.get_or_create(view=self, membership=by, defaults={"position": 0})
        place.pinned = pinned
        place.save(update_fields=["pinned"])
        record(ViewsArranged(by.pk), by=by, subject=self)

    @classmethod
    def arrange(cls, views: "Sequence[View]", *, by: Membership) -> None:
        """This person sees them in this order."""
        for position, view in enumerate(views, 1):
            ViewPlace.objects.update_or_create(
                view=view,
                membership=by,
                defaults={"position": position},
                create_defaults={"position": position, "pinned": view.stands_beside(by)},
            )
        if views:
            record(ViewsArranged(by.pk), by=by, subject=views[0])

    def stands_beside(self, membership: Membership) -> bool:
        """Whether it is pinned for them, of a view that was read with its places."""
        pinned = getattr(self, "is_pinned", None)
        return self.owner_id == membership.pk if pinned is None else bool(pinned)

    def _remove(self, by: Membership, at: Any, kind: type) -> None:
        view = View.objects.lock(self.pk)
        if (view.removed_at is None) != (at is None):
            changes = {"removed_at": (view.removed_at, at)}
            view.removed_at = at
            view.save(update_fields=["removed_at"])
            record(kind(view.pk, view.owner_id, view.shared), by=by, subject=view, changes=changes)

    def _tell(self, by: Membership, changes: dict[str, Any], shown_to: str) -> None:
        fact = ViewChanged(self.pk, self.owner_id, shown_to, sorted(changes))
        record(fact, by=by, subject=self, changes=changes)


class ViewTeam(IdModel):
    """A team that sees a view."""

    view = FirmForeignKey(View, on_delete=models.CASCADE)
    team = FirmForeignKey(Team, on_delete=models.CASCADE)

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["view", "team"], name="a_team_sees_a_view_once")]


class ViewPlace(IdModel):
    """Where a view stands for one person, and whether it is pinned beside the folders."""

    view = FirmForeignKey(View, on_delete=models.CASCADE, related_name="places")
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    pinned = models.BooleanField(default=True)

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["view", "membership"], name="a_view_has_one_place_for_a_person")]


def _fitting(**fields: Any) -> dict[str, Any]:
    """Names on one line, a look of those there are. Raises ViewNeedsName, ViewNeedsFilter."""
    if "name" in fields:
        fields["name"] = one_line(fields["name"], 60)
        if not fields["name"]:
            raise ViewNeedsName
    if "filter" in fields and not fields["filter"]:
        raise ViewNeedsFilter
    if fields.get("icon") not in View.ICONS:
        fields.pop("icon", None)
    if fields.get("colour") not in View.COLOURS:
        fields.pop("colour", None)
    return fields
