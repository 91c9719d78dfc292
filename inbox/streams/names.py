"""An inbox, a colleague, a team or a tag has another name: screens that show the old one put in the new.

The name goes into a hidden list of the page; the browser writes it wherever `data-name-of` says whose name stands there.
"""

from collections.abc import Iterator

from django.template.loader import render_to_string

from accounts.events import ProfileChanged, TeamRenamed
from accounts.models import Membership, Team
from inbox.events import InboxChanged, TagChanged
from inbox.models import Inbox, Tag
from ledger.frames import Frame, Happening, pushes, upsert

LIST = "names"


@pushes(InboxChanged)
def inbox_renamed(fact: InboxChanged, happening: Happening) -> Iterator[Frame]:
    if "name" in fact.fields:
        yield _named(f"inbox:{fact.inbox_id}", f"inbox-{fact.inbox_id}", Inbox.objects.get(pk=fact.inbox_id).name)


@pushes(ProfileChanged)
def colleague_renamed(fact: ProfileChanged, happening: Happening) -> Iterator[Frame]:
    if "name" in fact.fields:
        colleague = Membership.objects.get(pk=fact.membership_id)
        yield _named(f"firm:{colleague.firm_id}", f"person-{colleague.pk}", colleague.name)


@pushes(TeamRenamed)
def team_renamed(fact: TeamRenamed, happening: Happening) -> Iterator[Frame]:
    team = Team.objects.get(pk=fact.team_id)
    yield _named(f"firm:{team.firm_id}", f"team-{team.pk}", team.name)


@pushes(TagChanged)
def tag_renamed(fact: TagChanged, happening: Happening) -> Iterator[Frame]:
    if "name" in fact.fields:
        tag = Tag.objects.get(pk=fact.tag_id)
        yield _named(f"firm:{tag.firm_id}", f"tag-{tag.pk}", tag.name)


def _named(stream: str, of: str, name: str) -> Frame:
    html = render_to_string("frame/name.html", {"of": of, "name": name})
    return upsert(stream, f"name-{of}", html, list=LIST)
