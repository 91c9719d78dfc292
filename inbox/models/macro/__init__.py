"""A macro: what is done again and again to conversations, in one click. One's own, some teams', or the firm's."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Team
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from inbox.models.conversation import Conversation
from inbox.models.macro.kept import MacroKept
from inbox.models.macro.running import Runnable
from inbox.models.macro.undone import Undoable

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class MacroQuerySet(FirmQuerySet):
    def visible_to(self, me: Membership) -> Self:
        return self.all_seen_by(me).filter(deleted_at=None)

    def all_seen_by(self, me: Membership) -> Self:
        """The deleted ones included."""
        from inbox.policies import visible_macros

        return self.filter(visible_macros(me))

    def counted_for(self, me: Membership) -> Self:
        """With `mine`, how often `me` ran each, and `ran` and `used_at` for everybody."""
        uses = MacroUse.objects.filter(macro=OuterRef("pk"))
        total = uses.order_by().values("macro").annotate(total=Sum("count")).values("total")
        return self.annotate(
            mine=Coalesce(Subquery(uses.filter(membership=me).values("count")[:1]), 0),
            ran=Coalesce(Subquery(total), 0, output_field=models.IntegerField()),
            used_at=Subquery(uses.order_by("-used_at").values("used_at")[:1]),
        )


class MacroManager(FirmManager.from_queryset(MacroQuerySet)):  # type: ignore[misc]
    """Reach a macro through the person: `Macro.objects.visible_to(membership)`."""


class Macro(MacroKept, Runnable, IdModel):
    class Sharing(models.TextChoices):
        MINE = "mine", _("Only me")
        TEAM = "team", _("Teams")
        FIRM = "firm", _("The whole firm")

    author = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    steps = models.JSONField(default=list)  # in order: inbox/macro_steps.py
    sharing = models.CharField(max_length=4, choices=Sharing, default=Sharing.MINE)
    teams = models.ManyToManyField(Team, through="MacroTeam", related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = MacroManager()  # type: ignore[misc]

    if TYPE_CHECKING:
        links: RelatedManager["MacroTeam"]

    class Meta(IdModel.Meta):
        indexes = [
            models.Index(fields=["firm", "name", "id"], condition=models.Q(deleted_at=None), name="macros_by_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(link.team_id for link in self.links.all())


class MacroTeam(IdModel):
    """A team that uses a macro."""

    macro = FirmForeignKey(Macro, on_delete=models.CASCADE, related_name="links")
    team = FirmForeignKey(Team, on_delete=models.CASCADE, related_name="+")

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["macro", "team"], name="a_team_has_a_macro_once")]


class MacroUse(IdModel):
    """How often one person has run a macro: a row each, so that nobody waits for another's count."""

    macro = FirmForeignKey(Macro, on_delete=models.CASCADE, related_name="uses")
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField()

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["macro", "membership"], name="a_persons_runs_are_counted_in_one_row")
        ]


class MacroRun(Undoable, IdModel):
    """One run. Its id is made by the browser, so that a doubled press runs it once; `before` and `after` are for undoing."""

    macro = FirmForeignKey(Macro, on_delete=models.CASCADE, related_name="+")
    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    ran_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(IdModel.Meta):
        indexes = [models.Index(fields=["firm", "conversation", "-ran_at"], name="macro_runs_of_conversation")]
