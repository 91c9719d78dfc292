"""A team: people a conversation can be given to together, and who see the same inboxes."""

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import NameTaken, TeamInUse
from accounts.events import TeamDissolved, TeamFormed, TeamJoined, TeamLeft, TeamRenamed
from accounts.models.membership import Membership
from core.models import FirmForeignKey, FirmModel
from core.text import one_line
from ledger.record import record

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Team(FirmModel):
    name = models.CharField(_("name"), max_length=60)
    members = models.ManyToManyField(Membership, through="TeamMember", related_name="teams")

    if TYPE_CHECKING:
        teammember_set: RelatedManager["TeamMember"]

    class Meta(FirmModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="a_team_name_is_unique_in_its_firm")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def form(cls, *, by: Membership | None, name: str) -> Self:
        team = cls.objects.create(name=cls._free_name(name))
        record(TeamFormed(team.pk), by=by, subject=team, changes={"name": (None, team.name)})
        return team

    def rename(self, *, by: Membership | None, name: str) -> None:
        before, self.name = self.name, self._free_name(name, self.pk)
        if before != self.name:
            self.save(update_fields=["name"])
            record(TeamRenamed(self.pk), by=by, subject=self, changes={"name": (before, self.name)})

    def add(self, member: Membership, *, by: Membership | None) -> None:
        """Take a colleague in; who is in already stays in."""
        _row, added = TeamMember.objects.get_or_create(team=self, membership=member)
        if added:
            record(TeamJoined(self.pk, member.pk), by=by, subject=self, changes={"member": (None, member.pk)})

    def remove(self, member: Membership, *, by: Membership | None) -> None:
        if self.teammember_set.filter(membership=member).delete()[0]:
            record(TeamLeft(self.pk, member.pk), by=by, subject=self, changes={"member": (member.pk, None)})

    def dissolve(self, *, by: Membership | None) -> None:
        """The team goes, its people stay; what was given to it is given to nobody.

        Raises TeamInUse where something of the firm is open to this team's people by name.
        """
        members = list(self.teammember_set.values_list("membership_id", flat=True))
        try:
            with transaction.atomic():
                record(TeamDissolved(self.pk, members), by=by, subject=self, changes={"name": (self.name, None)})
                self.delete()
        except models.ProtectedError as error:
            raise TeamInUse from error

    @classmethod
    def _free_name(cls, name: str, own: int | None = None) -> str:
        name = one_line(name, 60)
        if cls.objects.filter(name__iexact=name).exclude(pk=own).exists():
            raise NameTaken
        return name


class TeamMember(FirmModel):
    team = FirmForeignKey(Team, on_delete=models.CASCADE)
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE)

    class Meta(FirmModel.Meta):
        constraints = [models.UniqueConstraint(fields=["team", "membership"], name="a_person_is_in_a_team_once")]
