"""Running long work step by step. Only one worker holds a job: the row's lock says which."""

from typing import Any
from uuid import UUID

import structlog
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from core import clock
from core.errors import Refusal
from core.tenancy import current_firm_id, firm_scope
from ledger.wake import hint
from live.jobs.registry import WorkProblem, work_of
from live.models import Job

ATTEMPTS = 5
"""Failed steps in a row before the work is given up."""
log = structlog.get_logger(__name__)


class JobIdTaken(Refusal, PermissionDenied):
    """The id is another person's work. A page answers as to whatever is not one's own; the API with the sentence."""

    status = 409
    code = "id_taken"
    sentence = gettext_lazy("This id belongs to other work. Take a new id.")


def start(kind: str, *, by: Membership, params: dict[str, Any] | None = None, id: UUID | None = None) -> Job:
    """Begin long work. A retry with the same id, even at the same time, is the same work."""
    found = Job.objects.filter(pk=id, started_by=by).first() if id else None
    if found:
        return found
    now = clock.now()
    job = Job(kind=work_of(kind).kind, started_by=by, params=params or {}, created_at=now, **({"id": id} if id else {}))
    try:
        with transaction.atomic():
            job.tell(by=by)
    except IntegrityError as error:
        first = Job.objects.filter(pk=id, started_by=by).first()
        if first is None:
            raise JobIdTaken from error
        return first
    firm_id = current_firm_id()
    # If nobody hears it, the sweep finds the row.
    transaction.on_commit(lambda: hint("live.run_job", firm_id=firm_id, job_id=str(job.pk)), robust=True)
    return job


def run(firm_id: int, job_id: UUID) -> None:
    """Step by step until it is finished, or another worker has it."""
    while True:
        try:
            with firm_scope(firm_id), transaction.atomic():
                if not step(job_id):
                    return
        except Exception as error:
            log.exception("a step of long work failed", job=str(job_id))
            with firm_scope(firm_id), transaction.atomic():
                if not note_failure(job_id, error):
                    return


def step(job_id: UUID) -> bool:
    """One step, committed with its progress. Returns whether to go on."""
    job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, finished_at=None).first()
    if job is None:
        return False
    work = work_of(job.kind)
    if job.cancel_asked_at is not None:
        work.clean_up(job)
        job.finish(Job.State.CANCELLED)
        return False
    job.state = Job.State.RUNNING
    more = work.step(job)
    job.attempts = 0
    if more:
        job.tell()
    else:
        job.finish(Job.State.DONE)
    return more


def note_failure(job_id: UUID, error: Exception) -> bool:
    """Count a failed step; after ATTEMPTS, or at once for a WorkProblem, give up with a sentence."""
    job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, finished_at=None).first()
    if job is None:
        return False
    job.attempts += 1
    if job.attempts < ATTEMPTS and not isinstance(error, WorkProblem):
        job.tell()
        return True
    work_of(job.kind).clean_up(job)
    sentence = str(error) if isinstance(error, WorkProblem) else _("Something went wrong on our side. Start it again.")
    job.finish(Job.State.FAILED, sentence)
    return False


def left_behind() -> list[tuple[int, UUID]]:
    """(firm, job) of work that waits, or whose worker has gone. Asks over all firms; answers with ids."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id, job_id FROM live_jobs_left_behind()")
        return cursor.fetchall()
