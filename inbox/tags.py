"""Finding tags among thousands: for the picker, for the settings, for programs."""

from django.db.models import Case, Count, QuerySet, When

from core.text import one_line
from inbox.models import Conversation, Tag
from inbox.models.tag import LONGEST, key_of

PAGE = 50


def tags_like(text: str) -> QuerySet[Tag]:
    """Those whose name has `text` in it, first those that begin with it; without words all of them, by name."""
    key = key_of(one_line(text, LONGEST))
    if not key:
        return Tag.objects.order_by("key")
    found = Tag.objects.filter(key__contains=key)
    return found.order_by(Case(When(key__startswith=key, then=0), default=1), "key")


def with_uses(tags: list[Tag]) -> list[tuple[Tag, int]]:
    """Each with how many conversations have it."""
    counted = Tag.objects.filter(pk__in=[tag.pk for tag in tags]).annotate(uses=Count("taggings"))
    uses = dict(counted.values_list("pk", "uses"))
    return [(tag, uses.get(tag.pk, 0)) for tag in tags]


class Picker:
    """A page of the picker for one conversation. Without words its own tags stand first, whatever their names."""

    def __init__(self, conversation: Conversation, text: str, start: int) -> None:
        self.text, self.start = one_line(text, LONGEST), start
        self.own = {tag.pk for tag in conversation.tags}
        found = tags_like(self.text)
        if not self.text:
            found = found.exclude(pk__in=self.own)
        page = list(found[start : start + PAGE + 1])
        self.next = start + PAGE if len(page) > PAGE else None
        first = conversation.tags if not self.text and not start else []
        self.choices = [(tag, tag.pk in self.own) for tag in [*first, *page[:PAGE]]]

    @property
    def fresh(self) -> str:
        """The name that a new tag would have; "" where there is one of this name."""
        is_there = self.start or any(tag.key == key_of(self.text) for tag, _on in self.choices)
        return "" if is_there else self.text
