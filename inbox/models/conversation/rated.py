"""What the client thought, asked each time the conversation was closed."""

from typing import TYPE_CHECKING, Any

from django.db import models

from core import clock
from core.text import tidy
from inbox.errors import BadScore, CommentTooLong, NotToBeRated, RatingSettled
from inbox.events import ConversationRated
from ledger.record import record

if TYPE_CHECKING:
    from inbox.models.rating import Rating


class Rated(models.Model):
    score = models.PositiveSmallIntegerField(null=True, blank=True)  # of the newest closing, for lists

    class Meta:
        abstract = True

    def rate(self, *, score: int, comment: str = "") -> "Rating":
        """The client says how it was, 1 to 5. Once for each closing; within a day they may change their mind."""
        from inbox.models.rating import Rating

        comment = tidy(comment)
        if not Rating.LEAST <= score <= Rating.MOST:
            raise BadScore
        if len(comment) > Rating.COMMENT:
            raise CommentTooLong
        conversation = self._locked()  # type: ignore[attr-defined]
        found = conversation.rating
        if not conversation.is_closed or not conversation.inbox.asks_rating:
            raise NotToBeRated
        if found and found.is_settled:
            raise RatingSettled
        before = (found.score, found.comment) if found else (None, None)
        if before == (score, comment):
            return found
        rating = found or conversation._new_rating()
        rating.score, rating.comment = score, comment
        rating.line.data = {"score": score, "comment": comment}
        rating.line.save(update_fields=["data"])
        rating.save()
        conversation.score = score
        conversation.save(update_fields=["score"])
        changes = {"score": (before[0], score), "comment": (before[1], comment)}
        fact = ConversationRated(conversation.pk, rating.line.pk, rating.line.seq, score)
        record(fact, subject=conversation, changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]})
        return rating

    @property
    def rating(self) -> "Rating | None":
        """Of the newest closing; None while it is open, or nobody rated it."""
        if not self.is_closed:  # type: ignore[attr-defined]
            return None
        found: Any = self.ratings.filter(closing=self._closing()).select_related("line").first()  # type: ignore[attr-defined]
        return found

    def _closing(self) -> Any:
        """The line that says it was closed last."""
        return self.messages.filter(kind="event", event="closed").order_by("-seq").first()  # type: ignore[attr-defined]

    def _new_rating(self) -> "Rating":
        from inbox.models.rating import Rating

        closing = self._closing()
        line = self.add_event("rated", by=None)  # type: ignore[attr-defined]
        agent = self.assignee_id or self.closed_by_id  # type: ignore[attr-defined]
        place: Any = {"conversation": self, "closing": closing, "line": line}
        return Rating(**place, agent_id=agent, created_at=clock.now())
