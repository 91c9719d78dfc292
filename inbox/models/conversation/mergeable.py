"""Two conversations of one client become one, and two again.

Locks are taken in the order of the ids, so two who merge the same two conversations at once, each the other way round,
do not wait for each other: the second finds that it is done.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from core import clock
from inbox.errors import AlreadyMerged, NotTheSameClient, SameConversation
from inbox.events import ConversationsMerged, ConversationsSeparated
from inbox.interleave import Moved, Place, interleave, read_up_to, renumbered
from inbox.models.conversation.writable import NEVER
from ledger.record import record
from timeline.models import Notification

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models.merge import Merge

COUNTED = ("message", "mention", "readcursor", "draft", "indexedline")
"""What is put together by rules of its own; all else that hangs on a conversation moves as it is."""


class Mergeable(models.Model):
    class Meta:
        abstract = True

    def merge(self, other: Any, *, by: "Membership") -> "Merge":
        """Take in `other`, a conversation of the same client: its lines come in by time, its id leads here from now on.

        It is open if either was, and keeps who has it, else takes who had the other. What is unread in either stays so.
        """
        from inbox.models.merge import Merge
        from inbox.models.split import Split

        rows = _locked(type(self), self.pk, other.pk)
        if self.pk == other.pk:
            raise SameConversation
        if len(rows) < 2:
            raise AlreadyMerged
        survivor, gone = rows[self.pk], rows[other.pk]
        if (survivor.contact_id, survivor.identity_id) != (gone.contact_id, gone.identity_id):
            raise NotTheSameClient
        Split.forget_between(survivor, gone)
        lines = renumbered(
            list(interleave(_places(survivor, ours=True), _places(gone, ours=False))), max(survivor.seq, gone.seq)
        )
        taken = [line.place.id for line in lines if not line.place.ours]
        merge = Merge(survivor=survivor, gone=gone.pk, inbox=gone.inbox, by=by, at=clock.now(), was=_columns(gone))
        merge.lines = taken
        _renumber(survivor, [line for line in lines if line.seq != line.place.seq or not line.place.ours])
        _join_cursors(survivor, gone, lines)
        _join_drafts(survivor, gone)
        _index(taken, survivor)
        merge.moved = _move_the_rest(gone, survivor)
        Notification.about_other(gone, survivor)
        merge.save()
        survivor._take_place_of(gone, lines)
        type(self).objects.filter(pk=gone.pk).delete()  # type: ignore[attr-defined]
        survivor._go_on(gone, by)
        line = survivor.add_event("merged", by=by, data={"merge": str(merge.pk)})
        fact = ConversationsMerged(survivor.pk, gone.pk, gone.inbox_id, line.pk, line.seq)
        record(fact, by=by, subject=survivor, changes={"merged": (None, str(gone.pk))})
        return merge

    def separate(self, merge: "Merge", *, by: "Membership") -> Any:
        """Undo `merge`: what came in with it goes out again as the conversation it was. What was written since stays."""
        from inbox.models.merge import Merge

        survivor = self._locked()  # type: ignore[attr-defined]
        found = Merge.objects.select_related("inbox").filter(pk=merge.pk, survivor=survivor).first()
        if found is None:
            raise AlreadyMerged
        back = _as_it_was(type(self), found)
        back.contact_id, back.identity_id = survivor.contact_id, survivor.identity_id  # proven meanwhile
        back.seq = max(survivor.seq, back.seq)
        back.save(force_insert=True)
        theirs = _places(survivor, only=found.lines)
        lines = renumbered([Place(each.id, each.seq, each.at, False, each.said) for each in theirs], back.seq)
        _renumber(back, lines)
        _split_cursors(survivor, back, lines)
        _index([line.place.id for line in lines], back)
        _move_back(found, back)
        back.seq = max([back.seq, *(line.seq for line in lines)])
        back._restate(lines, survivor)
        found.delete()
        survivor._restate_rest()
        for conversation, other in ((survivor, back), (back, survivor)):
            line = conversation.add_event("separated", by=by, data={"other": str(other.pk)})
            fact = ConversationsSeparated(conversation.pk, other.pk, line.pk, line.seq)
            changes = {"merged": (str(other.pk), None)}
            record(fact, by=by, subject=conversation, changes=changes)
        return back

    def _take_place_of(self, gone: Any, lines: Sequence[Moved]) -> None:
        """Where the two stand as one: what was said last, and how far client and firm had come."""
        survivor: Any = self
        facts = dict(survivor.messages.values_list("pk", "kind"))
        clients = set(survivor.messages.filter(contact__isnull=False).values_list("pk", flat=True))
        said = [line.seq for line in lines if line.place.said]
        public = [line for line in lines if facts[line.place.id] == "reply"]
        ours = [line for line in public if line.place.id not in clients]
        survivor.visitor_seen_seq = read_up_to(ours, survivor.visitor_seen_seq, gone.visitor_seen_seq)
        theirs = [line for line in public if line.place.id in clients]
        survivor.firm_seen_seq = read_up_to(theirs, survivor.firm_seen_seq, gone.firm_seen_seq)
        survivor.seq = max([survivor.seq, gone.seq, *(line.seq for line in lines)])
        survivor.said_seq = max(said, default=survivor.said_seq)
        survivor.reply_seq = max((line.seq for line in public), default=0)
        survivor.unanswered_since = min(survivor.unanswered_since, gone.unanswered_since)
        survivor.created_at = min(survivor.created_at, gone.created_at)
        if gone.active_at > survivor.active_at:
            for name in ("active_at", "preview", "preview_from", "waiting_since"):
                setattr(survivor, name, getattr(gone, name))
        survivor.save()

    def _go_on(self, gone: Any, by: "Membership") -> None:
        """Open if either was, awake if the other was, and with whoever has either."""
        survivor: Any = self
        if survivor.is_closed and not gone.is_closed:
            survivor.reopen(by=by)
            survivor.refresh_from_db()
        elif survivor.is_snoozed and not gone.is_closed and not gone.is_snoozed:
            survivor.woken("hand", by=by)
        if survivor.assignee_id is None and survivor.team_id is None and (gone.assignee_id or gone.team_id):
            from inbox.policies import teams_that_may_take, who_may_take

            to = gone.assignee if gone.assignee in who_may_take(survivor.inbox) else None
            team = gone.team if gone.team in teams_that_may_take(survivor.inbox) else None
            survivor.assign(by=by, to=to, team=team)
            survivor.refresh_from_db()

    def _restate(self, lines: Sequence[Moved], survivor: Any) -> None:
        """A conversation that is its own again: its figures by its new numbers."""
        back: Any = self
        kinds = dict(back.messages.values_list("pk", "kind"))
        back.said_seq = max((line.seq for line in lines if line.place.said), default=0)
        back.reply_seq = max((line.seq for line in lines if kinds.get(line.place.id) == "reply"), default=0)
        back.visitor_seen_seq = read_up_to(lines, 0, survivor.visitor_seen_seq)
        back.firm_seen_seq = read_up_to(lines, 0, survivor.firm_seen_seq)
        back.unanswered_since = NEVER if back.is_closed else back.asked_first_at()
        back.save()

    def _restate_rest(self) -> None:
        """What is left: the last that was said, and when."""
        rest: Any = self
        said = rest.messages.exclude(kind="event").order_by("-seq")
        last = said.first()
        rest.said_seq = last.seq if last else 0
        rest.reply_seq = said.filter(kind="reply").values_list("seq", flat=True).first() or 0
        rest.active_at = last.created_at if last else rest.active_at
        rest.unanswered_since = NEVER if rest.is_closed else rest.asked_first_at()
        rest.save()
        rest.say_who_is_mentioned()
        if last:
            rest.reword(last)


def _locked(kind: Any, *ids: UUID) -> dict[UUID, Any]:
    rows = kind.objects.select_related("contact", "inbox", "assignee", "team")
    return {row.pk: row for row in rows.select_for_update(of=("self",)).filter(pk__in=ids).order_by("id")}


def _places(conversation: Any, *, ours: bool = True, only: Sequence[UUID] | None = None) -> list[Place]:
    lines = conversation.messages.order_by("seq")
    if only is not None:
        lines = lines.filter(pk__in=only)
    return [
        Place(id, seq, at, ours, kind != "event")
        for id, seq, at, kind in lines.values_list("pk", "seq", "created_at", "kind")
    ]


def _renumber(conversation: Any, lines: Sequence[Moved]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inbox_message m SET conversation_id = %s, seq = n.seq"
            " FROM unnest(%s::uuid[], %s::bigint[]) AS n (id, seq) WHERE m.id = n.id",
            [conversation.pk, [line.place.id for line in lines], [line.seq for line in lines]],
        )
        cursor.execute(
            "UPDATE inbox_mention n SET conversation_id = m.conversation_id, seq = m.seq"
            " FROM inbox_message m WHERE n.message_id = m.id AND m.id = ANY(%s::uuid[])",
            [[line.place.id for line in lines]],
        )
    conversation.say_who_is_mentioned()


def _join_cursors(survivor: Any, gone: Any, lines: Sequence[Moved]) -> None:
    from inbox.models.read_cursor import ReadCursor

    ours, theirs = (dict(each.read_cursors.values_list("membership_id", "seq")) for each in (survivor, gone))
    for person in ours.keys() | theirs.keys():
        seq = read_up_to(lines, ours.get(person, 0), theirs.get(person, 0))
        ReadCursor.objects.update_or_create(conversation=survivor, membership_id=person, defaults={"seq": seq})
    for outgoing in (*survivor.outgoing.exclude(seen=None), *gone.outgoing.exclude(seen=None)):
        seen = (outgoing.seen, 0) if outgoing.conversation_id == survivor.pk else (0, outgoing.seen)
        outgoing.seen = read_up_to(lines, *seen)
        outgoing.save(update_fields=["seen"])


def _split_cursors(survivor: Any, back: Any, lines: Sequence[Moved]) -> None:
    from inbox.models.read_cursor import ReadCursor

    for person, seq in survivor.read_cursors.values_list("membership_id", "seq"):
        ReadCursor.objects.create(conversation=back, membership_id=person, seq=read_up_to(lines, 0, seq))


def _join_drafts(survivor: Any, gone: Any) -> None:
    """Who has begun something in both finds one below the other; a note and a reply are not mixed: the reply waits apart."""
    from inbox.models.outgoing import Outgoing

    mine = {draft.membership_id: draft for draft in survivor.drafts.select_related("membership")}
    for draft in gone.drafts.select_related("membership"):
        known = mine.get(draft.membership_id)
        if known is None:
            draft.conversation = survivor
            draft.save()
        elif known.kind == draft.kind:
            known.body = "\n\n".join(words for words in (known.body, draft.body) if words.strip())
            known.save()
        else:
            reply, note = (known, draft) if known.kind == "reply" else (draft, known)
            now = clock.now()
            wait: dict[str, Any] = {
                "conversation": survivor,
                "author": reply.membership,
                "due_at": now,
                "created_at": now,
            }
            Outgoing.objects.create(body=reply.body, stopped=Outgoing.Why.UNDONE, **wait)
            words = note.body
            known.kind, known.body = "note", words
            known.save()
        survivor.tell_of_draft(draft.membership)


def _index(lines: Sequence[UUID], conversation: Any) -> None:
    from inbox.models.indexed_line import IndexedLine

    IndexedLine.objects.filter(pk__in=lines).update(conversation=conversation, inbox=conversation.inbox_id)


def hanging_on(kind: Any) -> list[Any]:
    """Every reference to a conversation, also those that have no name on it."""
    fields = kind._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete and not field.many_to_many]


def _move_the_rest(gone: Any, survivor: Any) -> dict[str, list[str]]:
    """Files, replies that wait, and whatever other rows hang on it. One that the survivor has already goes with the other."""
    moved: dict[str, list[str]] = {}
    for relation in hanging_on(type(gone)):
        kind, name = relation.related_model, relation.field.name
        if kind._meta.model_name in COUNTED:
            continue
        for row in kind.objects.filter(**{name: gone}):
            setattr(row, name, survivor)
            try:
                with transaction.atomic():
                    row.save(update_fields=[name])
            except IntegrityError:
                continue
            moved.setdefault(kind._meta.label_lower, []).append(str(row.pk))
    return moved


def _move_back(merge: "Merge", back: Any) -> None:
    from inbox.models.attachment import Attachment

    for relation in hanging_on(type(back)):
        kind, name = relation.related_model, relation.field.name
        ids = merge.moved.get(kind._meta.label_lower, [])
        if kind is not Attachment and ids:
            kind.objects.filter(pk__in=ids, **{name: merge.survivor_id}).update(**{name: back})
    files = models.Q(pk__in=merge.moved.get("inbox.attachment", []), message=None) | models.Q(message__in=merge.lines)
    Attachment.objects.filter(files, conversation=merge.survivor_id).update(conversation=back)


def _columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _as_it_was(kind: Any, merge: "Merge") -> Any:
    """The row, with what it pointed to where that is still there."""
    fields = {field.attname: field for field in kind._meta.concrete_fields}
    was = {name: fields[name].to_python(value) for name, value in merge.was.items() if name in fields}
    for name, field in fields.items():
        target = field.related_model
        if target is None or was.get(name) is None or name == "firm_id":
            continue
        there = target._default_manager.filter(pk=was[name])
        if hasattr(target, "ended_at"):
            there = there.filter(ended_at=None)
        if not there.exists():
            was[name] = None
    return kind(**was)
