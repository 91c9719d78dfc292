"""Who can be mentioned in a note, and how a mention is written: "@" and the name, with "person-12" or "team-3" beside it.

Names decide nothing: who is meant is what the ids say, and each is looked up among those who see the inbox.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.models import Team, TeamMember
from inbox.errors import CannotMention, TooManyMentions
from inbox.policies import who_may_see

if TYPE_CHECKING:
    from inbox.models import Inbox

CODE = re.compile(r"(person|team)-(\d{1,18})", re.ASCII)
MOST = 50
"""How many people and teams one note may name."""


@dataclass(frozen=True)
class Named:
    """A person, or a team and those of its people who see the inbox. `words` is the name as it stands in the note."""

    kind: str
    id: int
    words: str
    people: tuple[int, ...]
    photo: str = ""
    title: str = ""

    @property
    def code(self) -> str:
        return f"{self.kind}-{self.id}"

    @property
    def kept(self) -> list[Any]:
        """As the note's `data` keeps it."""
        return [self.kind, self.id, self.words]


def mentionable(inbox: "Inbox") -> list[Named]:
    """Everybody who sees `inbox`, and the teams of which somebody does; each by name."""
    people = {person.pk: person for person in who_may_see(inbox)}
    members: dict[int, list[int]] = {}
    for team, person in TeamMember.objects.filter(membership_id__in=people).values_list("team_id", "membership_id"):
        members.setdefault(team, []).append(person)
    found = [
        Named("person", person.pk, person.name, (person.pk,), person.photo_url, person.job_title)
        for person in sorted(people.values(), key=lambda person: (person.name.casefold(), person.pk))
    ]
    teams = Team.objects.filter(pk__in=members).order_by("name")
    return found + [Named("team", team.pk, team.name, tuple(sorted(members[team.pk]))) for team in teams]


def named_in(inbox: "Inbox", codes: Iterable[str]) -> list[Named]:
    """Those that `codes` name. Raises CannotMention for one who does not see `inbox`, or is none."""
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        return []
    if len(wanted) > MOST:
        raise TooManyMentions
    there = {one.code: one for one in mentionable(inbox)}
    if any(code not in there for code in wanted):
        raise CannotMention
    return [there[code] for code in wanted]


def named_among(inbox: "Inbox", codes: Sequence[str]) -> list[Named]:
    """Those of `codes` that can be mentioned now, for a draft of some time ago."""
    return [one for one in mentionable(inbox) if one.code in codes] if codes else []


def codes_in(text: Sequence[Any]) -> list[str]:
    """What a draft may keep of what a browser says: well-formed codes, up to as many as a note may hold."""
    return [code for code in dict.fromkeys(map(str, text)) if CODE.fullmatch(code)][:MOST]


def marked(text: str, mentions: Iterable[Sequence[Any]], names: Mapping[str, str], rest: Any) -> SafeString:
    """`text` with its mentions as chips; `rest` writes what stands between. `names` is what each is called now."""
    chips = {f"@{words}": (kind, id, names.get(f"{kind}-{id}", words)) for kind, id, words in mentions}
    if not chips:
        return mark_safe(rest(text))  # noqa: S308 (`rest` escapes)
    longest_first = sorted(map(re.escape, chips), key=len, reverse=True)
    places = re.compile(rf"(?<![\w@/])({'|'.join(longest_first)})(?!\w)")
    pieces = places.split(text)
    return mark_safe("".join(_chip(*chips[each]) if at % 2 else rest(each) for at, each in enumerate(pieces)))  # noqa: S308


def _chip(kind: str, id: int, name: str) -> str:
    spoken = format_html(' <span class="visually-hidden">({})</span>', _("team")) if kind == "team" else ""
    chip = '<span class="mention" data-mention="{0}-{1}">@<bdi data-name-of="{0}-{1}">{2}</bdi>{3}</span>'
    return format_html(chip, kind, id, name, spoken)
