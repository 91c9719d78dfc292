"""A text that is written once and put in by its #shortcut: one's own, some teams', or the firm's."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Team
from core.models import FirmForeignKey, FirmManager, IdModel
from files.models import File
from timeline.models.snippet.copied import Copied
from timeline.models.snippet.counted import Counted
from timeline.models.snippet.filed import Filed
from timeline.models.snippet.finding import SnippetQuerySet
from timeline.models.snippet.kept import Kept


class SnippetManager(FirmManager.from_queryset(SnippetQuerySet)):  # type: ignore[misc]
    """Reach a snippet through the person: `Snippet.objects.visible_to(membership)`."""


class Snippet(Kept, Copied, Counted, Filed, IdModel):
    class Sharing(models.TextChoices):
        MINE = "mine", _("Only me")
        TEAM = "team", _("Teams")
        FIRM = "firm", _("The whole firm")

    MAX_LENGTH: ClassVar = 20_000

    author = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    shortcut = models.CharField(max_length=40)  # without the #, in small letters
    title = models.CharField(max_length=120)
    folder = models.CharField(max_length=60, blank=True)
    body = models.TextField()  # with its blanks: timeline/filling.py
    words = models.TextField()  # shortcut, title and body, folded: what a search compares
    sharing = models.CharField(max_length=4, choices=Sharing, default=Sharing.MINE)
    teams = models.ManyToManyField(Team, through="SnippetTeam", related_name="+")
    library = models.CharField(max_length=40, blank=True)  # which ready-made one it came from
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SnippetManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "author", "shortcut"],
                condition=models.Q(sharing="mine", deleted_at=None),
                name="a_shortcut_is_ones_own_once",
            ),
            models.UniqueConstraint(
                fields=["firm", "shortcut"],
                condition=models.Q(sharing="firm", deleted_at=None),
                name="a_shortcut_is_the_firms_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["firm", "folder", "shortcut", "id"],
                condition=models.Q(deleted_at=None),
                name="snippets_by_folder",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.shortcut}"

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(link.team_id for link in self.links.all())


class SnippetTeam(IdModel):
    """A team that uses a snippet. The shortcut stands here too, so that a team has it once; none while it is deleted."""

    snippet = FirmForeignKey(Snippet, on_delete=models.CASCADE, related_name="links")
    team = FirmForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    shortcut = models.CharField(max_length=40, null=True)  # noqa: DJ001  (none is not the same as none other)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["snippet", "team"], name="a_team_has_a_snippet_once"),
            models.UniqueConstraint(fields=["firm", "team", "shortcut"], name="a_shortcut_is_a_teams_once"),
        ]


class SnippetFile(IdModel):
    """A file that comes along when the snippet is put in: a row of its own each time (`File.again`)."""

    snippet = FirmForeignKey(Snippet, on_delete=models.CASCADE, related_name="files")
    file = FirmForeignKey(File, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(IdModel.Meta):
        indexes = [models.Index(fields=["firm", "snippet", "position"], name="files_of_snippet")]


class SnippetUse(IdModel):
    """How often one person has sent a snippet: a row each, so that nobody waits for another's count."""

    snippet = FirmForeignKey(Snippet, on_delete=models.CASCADE, related_name="uses")
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField()

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["snippet", "membership"], name="a_persons_uses_are_counted_in_one_row")
        ]
