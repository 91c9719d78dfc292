"""Who may log on timelines, and use, write and share snippets. Views, API and templates ask here and nowhere else."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, declare
from files.policies import opens_files

if TYPE_CHECKING:
    from accounts.models import Membership
    from timeline.models import Activity, Snippet

LOG, MODERATE = "timeline.log", "timeline.moderate"
USE, SHARE = "snippets.use", "snippets.share"

declare(
    Permission(LOG, _("Log what happened on the timelines of records"), frozenset({"agent"})),
    Permission(MODERATE, _("Delete what colleagues logged")),
    Permission(USE, _("Use snippets and make one’s own"), frozenset({"agent", "viewer"})),
    Permission(SHARE, _("Make and edit snippets of the whole firm and of every team")),
)


def visible_snippets(me: "Membership") -> Q:
    """One's own, those of one's teams and of the firm; who shares for the firm sees every team's."""
    from timeline.models import SnippetTeam

    if not me.may(USE):
        return Q(pk__in=[])
    in_teams = SnippetTeam.objects.filter(team_id__in=me.team_ids).values("snippet")
    return shared_with(me, in_teams, everything=me.may(SHARE))


@opens_files
def files_along(me: "Membership") -> Q:
    """Who may use a snippet may open what comes along with it."""
    from timeline.models import Snippet, SnippetFile

    seen = Snippet.objects.visible_to(me).values("pk")
    return Q(pk__in=SnippetFile.objects.filter(snippet__in=seen).values("file"))


def shared_with(me: "Membership", in_teams: Any, *, everything: bool) -> Q:
    """What is shared as snippets are: `in_teams` are the ids of what one's teams have."""
    seen = Q(author=me) | Q(sharing="firm")
    return seen | Q(sharing="team") if everything else seen | Q(sharing="team", pk__in=in_teams)


def can_edit(me: "Membership", snippet: "Snippet") -> bool:
    """One's own; a team's by its people; the firm's with the right to share."""
    return me.may(USE) and can_edit_shared(me, snippet, everything=me.may(SHARE))


def can_edit_shared(me: "Membership", thing: Any, *, everything: bool) -> bool:
    """Whether `me` may edit what is shared as snippets are."""
    if thing.sharing == "firm":
        return everything
    if thing.author_id == me.pk:
        return True
    return thing.sharing == "team" and (everything or bool(thing.team_ids & me.team_ids))


def can_share(me: "Membership", sharing: str, teams: Iterable[int], permission: str = SHARE) -> bool:
    """Whether `me` may give something to the firm or to these teams, or take it from them."""
    return me.may(permission) or (sharing != "firm" and set(teams) <= me.team_ids)


def can_edit_activity(me: "Membership", activity: "Activity") -> bool:
    """One's own."""
    return me.may(LOG) and activity.author_id == me.pk


def can_delete_activity(me: "Membership", activity: "Activity") -> bool:
    return can_edit_activity(me, activity) or me.may(MODERATE)
