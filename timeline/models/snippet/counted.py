"""Counting what was really sent."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import F

from core import clock

if TYPE_CHECKING:
    from accounts.models import Membership

MOST_IN_ONE = 50


class Counted(models.Model):
    class Meta:
        abstract = True

    @classmethod
    def count_sent(cls, ids: Iterable[UUID], *, by: "Membership") -> None:
        """`by` has sent a text with these snippets in it. What they do not see, or is gone, is not counted."""
        from timeline.models import SnippetUse

        wanted = list(dict.fromkeys(ids))[:MOST_IN_ONE]
        if not wanted:
            return
        for snippet in cls.objects.visible_to(by).filter(pk__in=wanted).order_by("pk"):  # type: ignore[attr-defined]
            use, _made = SnippetUse.objects.get_or_create(
                snippet=snippet, membership=by, defaults={"used_at": clock.now()}
            )
            SnippetUse.objects.filter(pk=use.pk).update(count=F("count") + 1, used_at=clock.now())
