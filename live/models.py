"""Long work as a row: what is to be done, how far it has come, and who holds it now."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.models import FirmForeignKey, IdModel
from ledger.record import record
from live.events import JobChanged


class Job(IdModel):
    """One piece of long work. Each step commits its rows, its `position` and its progress together,
    so a killed worker costs the step it was in and nothing else."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=60)
    started_by = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    params = models.JSONField(default=dict)  # what was asked for
    position = models.JSONField(default=dict)  # where the work stands; the work reads and writes it
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)  # None: not known yet
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)  # a sentence for the person
    attempts = models.PositiveSmallIntegerField(default=0)  # failed steps in a row
    cancel_asked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # of the last step: a running job that is not touched has lost its worker
    finished_at = models.DateTimeField(null=True)

    class Meta(IdModel.Meta):
        indexes = [
            models.Index(fields=["touched_at"], condition=models.Q(finished_at=None), name="jobs_unfinished"),
            models.Index(fields=["firm", "started_by", "-created_at"], name="jobs_of_a_person"),
        ]

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None

    def ask_to_cancel(self, *, by: Membership) -> None:
        """The work stops after the step it is in."""
        job = Job.objects.lock(self.pk)
        if not job.is_finished and job.cancel_asked_at is None:
            job.cancel_asked_at = clock.now()
            job.tell(by=by)

    def finish(self, state: str, problem: str = "") -> None:
        self.state, self.problem, self.finished_at = state, problem, clock.now()
        self.tell()

    def tell(self, by: Membership | None = None) -> None:
        """Save, and show the progress on the screens of whoever started it."""
        self.touched_at = clock.now()
        self.save()
        record(JobChanged(self.pk, self.started_by_id, self.state, self.done, self.total), by=by, subject=self)
