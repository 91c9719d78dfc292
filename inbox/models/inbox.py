"""An inbox: one door of the firm (for now the website chat), the teams behind it, and how its widget looks."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Team
from core.ids import uuid7
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from inbox.models.set_up import SetUp


class InboxQuerySet(FirmQuerySet):
    def visible_to(self, membership: Membership) -> Self:
        from inbox.policies import visible_inboxes

        return self.filter(visible_inboxes(membership)).distinct()


class InboxManager(FirmManager.from_queryset(InboxQuerySet)):  # type: ignore[misc]
    """Reach an inbox through the person: `Inbox.objects.visible_to(membership)`."""


class Inbox(SetUp, IdModel):
    name = models.CharField(_("name"), max_length=80)
    key = models.UUIDField(default=uuid7, unique=True)  # public: names the inbox in the script tag, opens nothing
    teams = models.ManyToManyField(Team, through="InboxTeam", related_name="inboxes")
    allowed_origins = ArrayField(models.CharField(max_length=200), default=list, blank=True)  # "https://acme.example"
    accent = models.CharField(_("colour"), max_length=9, default="#0f6e6e")
    greeting = models.CharField(_("greeting"), max_length=300, blank=True)
    identity_required = models.BooleanField(default=False)  # messages of visitors with a signed token alone
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InboxManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "name"], name="an_inbox_name_is_unique_in_its_firm")]

    def __str__(self) -> str:
        return self.name


class InboxTeam(IdModel):
    """A team that works this inbox. An inbox without teams is everybody's."""

    inbox = FirmForeignKey(Inbox, on_delete=models.CASCADE)
    team = FirmForeignKey(Team, on_delete=models.PROTECT)  # or the inbox of its last team would be everybody's

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["inbox", "team"], name="a_team_works_an_inbox_once")]
