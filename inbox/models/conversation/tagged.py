"""Tags of a conversation."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

from core import clock
from inbox.errors import TooManyTags
from inbox.events import ConversationTagged
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models.message import Message
    from inbox.models.tag import Tag

ONE_LINE_FOR = timedelta(minutes=5)
"""What one colleague tags within this time, with nothing else between, is one line of the thread."""


class Tagged(models.Model):
    class Meta:
        abstract = True

    @property
    def tags(self) -> "list[Tag]":
        """By name. Lists bring them along: `Conversation.objects.for_rows()`."""
        return sorted((each.tag for each in self.taggings.all()), key=lambda tag: tag.key)  # type: ignore[attr-defined]

    @property
    def tag_ids(self) -> str:
        """For the browser's rule."""
        return " ".join(str(tag.pk) for tag in self.tags)

    def tag(self, *, by: "Membership", add: "Iterable[Tag]" = (), remove: "Iterable[Tag]" = ()) -> None:
        """Put tags on and take tags off. What is so already changes nothing; raises TooManyTags beyond Tag.MOST."""
        from inbox.models.tag import Tag, Tagging

        conversation: Any = self._locked()  # type: ignore[attr-defined]
        before = {each.tag_id: each.tag for each in conversation.taggings.select_related("tag")}
        fresh = {tag.pk: tag for tag in add if tag.pk not in before}
        gone = {tag.pk: tag for tag in remove if tag.pk in before}
        after = {pk: tag for pk, tag in {**before, **fresh}.items() if pk not in gone}
        if not fresh and not gone:
            return
        if len(after) > Tag.MOST and fresh:
            raise TooManyTags
        conversation.taggings.filter(tag__in=gone).delete()
        Tagging.objects.bulk_create(
            Tagging(firm_id=conversation.firm_id, conversation=conversation, tag=tag) for tag in fresh.values()
        )
        line = conversation.tag_line(by, set(map(str, fresh)), set(map(str, gone)))
        fact = ConversationTagged(conversation.pk, line.pk, line.seq)
        record(fact, by=by, subject=conversation, changes={"tags": (_names(before), _names(after))})

    def tag_line(self, by: "Membership", added: set[str], removed: set[str]) -> "Message":
        """The line that says so: the newest one, where it says the like by the same person a moment ago."""
        last: Any = self.messages.order_by("-seq").first()  # type: ignore[attr-defined]
        goes_on = last and last.event == "tagged" and last.author_id == by.pk
        if not goes_on or last.created_at < clock.now() - ONE_LINE_FOR:
            data = {"added": sorted(added), "removed": sorted(removed)}
            return self.add_event("tagged", by=by, data=data)  # type: ignore[attr-defined]
        was_added, was_removed = set(last.data["added"]), set(last.data["removed"])
        last.data = {
            "added": sorted((was_added - removed) | (added - was_removed)),
            "removed": sorted((was_removed - added) | (removed - was_added)),
        }
        last.save(update_fields=["data"])
        return last


def _names(tags: "dict[Any, Tag]") -> str:
    return ", ".join(sorted((tag.name for tag in tags.values()), key=str.casefold))
