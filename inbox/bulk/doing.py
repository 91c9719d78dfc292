"""Going through a batch: at once where it is small, else as long work, a step of conversations a transaction."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import require
from accounts.models import Membership
from core import clock
from core.errors import Refusal
from inbox.bulk.deeds import DEEDS
from inbox.errors import BadBulk, CannotUndo, IdTaken
from inbox.models import Batch, BatchItem, Conversation
from live.jobs import start
from live.jobs.registry import WorkProblem
from live.models import Job

AT_ONCE = 50
"""So many are done while one waits; more are long work."""
STEP = 25
MOST = 10_000
TOLD = 20
"""How many of those that were refused are named."""
WORK = "inbox.bulk"
Outcome = BatchItem.Outcome


def do(*, by: Membership, id: UUID, deed: str, ids: Sequence[UUID], value: dict[str, Any] | None = None) -> Batch:
    """Do `deed` to these conversations. A retry with the same id is the same batch. Raises BadBulk, NotAllowed."""
    if deed not in DEEDS:
        raise BadBulk(_("This cannot be done to many at once. There are: %(deeds)s.") % {"deeds": ", ".join(DEEDS)})
    require(by, DEEDS[deed].permission)
    checked = DEEDS[deed].check(value or {})
    found = Batch.objects.filter(pk=id).first()
    if found:
        return _same(found, by, deed)
    if not ids:
        raise BadBulk(_("Choose at least one conversation."))
    if len(ids) > MOST:
        raise BadBulk(_("Up to %(most)s conversations can be done at once. Narrow the list down.") % {"most": MOST})
    return _begin(Batch.begin(by=by, id=id, ids=ids, deed=deed, value=checked))


def undo(batch: Batch, *, by: Membership, id: UUID) -> Batch:
    """Put back what `batch` has done; what others have changed since stays. Raises CannotUndo while it is under way."""
    require(by, DEEDS[batch.deed].permission)
    found = Batch.objects.filter(pk=id).first() or batch.undone_by.first()
    if found:
        return _same(found, by, batch.deed)
    if batch.finished_at is None:
        raise CannotUndo
    done = batch.items.filter(outcome=Outcome.DONE).order_by("position").values_list("conversation_id", flat=True)
    return _begin(Batch.begin(by=by, id=id, ids=list(done), deed=batch.deed, undoes=batch))


def step(batch: Batch) -> int:
    """Do the next few. Returns how many."""
    waiting = list(batch.items.filter(outcome=Outcome.WAITING).order_by("position")[:STEP])
    seen = Conversation.objects.visible_to(batch.started_by).select_related("contact", "inbox", "assignee", "team")
    found = {each.pk: each for each in seen.filter(pk__in=[item.conversation_id for item in waiting])}
    for item in waiting:
        _do(batch, item, found.get(item.conversation_id))
    BatchItem.objects.bulk_update(waiting, ["before", "after", "outcome", "why", "who"])
    return len(waiting)


def finish(batch: Batch) -> None:
    batch.finished_at = clock.now()
    batch.save(update_fields=["finished_at"])


def outcome_of(batch: Batch) -> dict[str, Any]:
    """What has come of it, as it is told: `text` is a sentence, `refused` names those that were not done."""
    counts = Counter(batch.items.values_list("outcome", flat=True))
    told = batch.items.order_by("position")
    refused = told.filter(outcome__in=(Outcome.REFUSED, Outcome.MOVED, Outcome.GONE))
    named = refused.exclude(outcome=Outcome.GONE)  # what one does not see is not named
    return {
        "id": str(batch.pk),
        "deed": batch.deed,
        "finished": batch.finished_at is not None,
        "total": sum(counts.values()),
        "done": counts[Outcome.DONE],
        "same": counts[Outcome.SAME],
        "waiting": counts[Outcome.WAITING],
        "refused": [{"id": str(item.conversation_id), "who": item.who, "why": item.why} for item in named[:TOLD]],
        "refused_count": refused.count(),
        "text": sentence(batch, counts, refused),
    }


def sentence(batch: Batch, counts: Counter[Any], refused: Any) -> str:
    done = counts[Outcome.DONE]
    if batch.undoes_id:
        words = [ngettext("%(count)s put back", "%(count)s put back", done) % {"count": done}]
    else:
        words = [DEEDS[batch.deed].said(done)]
    if counts[Outcome.SAME] and not batch.undoes_id:
        words.append(_("%(count)s were so already") % {"count": counts[Outcome.SAME]})
    if counts[Outcome.MOVED]:
        words.append(_("%(count)s left as others have changed them since") % {"count": counts[Outcome.MOVED]})
    left = counts[Outcome.REFUSED] + counts[Outcome.GONE]
    if left:
        first = refused.exclude(outcome=Outcome.MOVED)[0]
        words.append(_("%(count)s not done: %(why)s") % {"count": left, "why": first.why})
    if counts[Outcome.WAITING] and batch.finished_at:
        words.append(_("%(count)s left out") % {"count": counts[Outcome.WAITING]})
    return " · ".join(words)


def _begin(batch: Batch) -> Batch:
    if batch.items.count() > AT_ONCE:
        start(WORK, by=batch.started_by, id=batch.pk)
        return batch
    while step(batch):
        pass
    finish(batch)
    return batch


def _do(batch: Batch, item: BatchItem, conversation: Conversation | None) -> None:
    """One conversation, in a savepoint of its own: a refusal is noted and the others go on."""
    if conversation is None:
        item.outcome, item.why = Outcome.GONE, _("It is not there any more, or not for you.")
        return
    deed, me = DEEDS[batch.deed], batch.started_by
    item.before = deed.state(conversation, me)
    try:
        with transaction.atomic():
            if batch.undoes is None:
                deed.do(conversation, me, batch.value)
            elif not _put_back(batch.undoes, item, conversation, me):
                return
    except Refusal as refusal:
        item.outcome, item.why, item.who = Outcome.REFUSED, str(refusal)[:300], conversation.contact.label[:200]
        return
    item.after = deed.state(Conversation.objects.get(pk=conversation.pk), me)
    item.outcome = Outcome.SAME if item.before == item.after else Outcome.DONE


def _put_back(undone: Batch, item: BatchItem, conversation: Conversation, me: Membership) -> bool:
    """To what it was before `undone`, unless it is not any more as `undone` left it."""
    was = undone.items.get(conversation_id=item.conversation_id)
    if was.after != item.before:
        item.outcome, item.who = Outcome.MOVED, conversation.contact.label[:200]
        item.why = _("Somebody has changed it since.")
        return False
    DEEDS[undone.deed].put_back(conversation, me, was.before)
    return True


def _same(found: Batch, by: Membership, deed: str) -> Batch:
    if (found.started_by_id, found.deed) != (by.pk, deed):
        raise IdTaken
    return found


def work(job: Job) -> bool:
    """A step of long work; the job has the batch's own id."""
    batch = Batch.objects.select_related("started_by__role", "undoes").get(pk=job.pk)
    if batch.started_by.ended_at or not batch.started_by.may(DEEDS[batch.deed].permission):
        raise WorkProblem(_("You may not do this any more. What was done so far stays."))
    if job.total is None:
        job.total = batch.items.count()
    count = step(batch)
    job.done += count
    if count:
        return True
    finish(batch)
    return False


def stop(job: Job) -> None:
    """It was cancelled, or given up: the rest is left out, and what was done can be undone."""
    finish(Batch.objects.get(pk=job.pk))
