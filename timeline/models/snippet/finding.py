"""Finding snippets: those a person may use, ranked by how they were meant and by what this person uses."""

import re
import unicodedata
from typing import Any, Self

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Membership
from core.models import FirmQuerySet

LONGEST, MOST_WORDS = 80, 8
LEAST_FUZZY = 2


def folded(text: str) -> str:
    """Small letters without their accents, for comparing."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def typed(text: str) -> list[str]:
    """The words of what was typed, without the #."""
    return folded(text[:LONGEST]).lstrip("#").split()[:MOST_WORDS]


class SnippetQuerySet(FirmQuerySet):
    def visible_to(self, me: Membership) -> Self:
        return self.all_seen_by(me).filter(deleted_at=None)

    def all_seen_by(self, me: Membership) -> Self:
        """The deleted ones included."""
        from timeline.policies import visible_snippets

        return self.filter(visible_snippets(me))

    def counted_for(self, me: Membership) -> Self:
        """With `mine`, how often `me` sent each, `sent` and `used_at` for everybody, and `along`, how many files come along."""
        from timeline.models import SnippetFile, SnippetUse

        along = SnippetFile.objects.filter(snippet=OuterRef("pk")).order_by().values("snippet")
        uses = SnippetUse.objects.filter(snippet=OuterRef("pk"))
        newest = uses.order_by("-used_at").values("used_at")[:1]
        total = uses.order_by().values("snippet").annotate(total=Sum("count")).values("total")
        return self.annotate(
            mine=Coalesce(Subquery(uses.filter(membership=me).values("count")[:1]), 0),
            sent=Coalesce(Subquery(total), 0, output_field=IntegerField()),
            used_at=Subquery(newest),
            along=Coalesce(Subquery(along.annotate(number=Count("pk")).values("number")), 0),
        )

    def found_by(self, me: Membership, text: str) -> Self:
        """Those that fit what `me` types: by the shortcut first, then the title, then the body; among equals what `me`
        sends most, then their own."""
        words = typed(text)
        found = self.visible_to(me).counted_for(me)
        for word in words:
            found = found.filter(Q(words__contains=word) | _fuzzy(word))
        own = Case(When(author=me, sharing="mine", then=0), default=1)
        return found.annotate(rank=_rank(words), own=own).order_by("rank", "-mine", "own", "shortcut", "pk")


def _rank(words: list[str]) -> Any:
    if not words:
        return Value(0)
    word, whole = words[0], " ".join(words)
    return Case(
        When(shortcut=word, then=0),
        When(Q(shortcut__startswith=word) | Q(title__istartswith=whole), then=1),
        When(Q(shortcut__contains=word) | Q(title__icontains=whole), then=2),
        When(_fuzzy(word), then=3),
        default=4,
        output_field=IntegerField(),
    )


def _fuzzy(word: str) -> Q:
    """Its letters in their order: anywhere in a shortcut, close together in a title. "lgch" finds #logcoaching."""
    if len(word) < LEAST_FUZZY or not word.isalnum():
        return Q(pk__in=[])
    letters = [re.escape(letter) for letter in word]
    return Q(shortcut__regex=".*".join(letters)) | Q(title__iregex=".{0,2}".join(letters))
