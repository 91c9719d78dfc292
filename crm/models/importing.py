"""A file of records that somebody brings in: what it says, what becomes of each line, and what it wrote where."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.ids import uuid7
from core.models import FirmForeignKey, IdModel
from core.text import one_line
from crm.errors import ImportBusy, ImportUndecided
from crm.events import ImportChanged
from ledger.record import record
from live.models import Job

if TYPE_CHECKING:
    from crm.importing.reading import Head


class Import(IdModel):
    class State(models.TextChoices):
        MAPPING = "mapping", _("Columns are being chosen")
        CHECKING = "checking", _("Being looked through")
        CHECKED = "checked", _("Looked through: nothing is written yet")
        WRITING = "writing", _("Being brought in")
        DONE = "done", _("Brought in")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    class Mode(models.TextChoices):
        BOTH = "both", _("Change those that are known, add the others")
        CREATE = "create", _("Only add new ones")
        UPDATE = "update", _("Only change those that are known")

    WORKING: ClassVar = (State.CHECKING, State.WRITING, State.UNDOING)

    started_by = FirmForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.MAPPING)
    reading = models.JSONField(default=dict)  # how the file is read: form, encoding, delimiter
    headers = models.JSONField(default=list)
    samples = models.JSONField(default=list)  # of each column the first that are not empty
    columns = models.JSONField(default=list)  # of each column where it goes, "contact.email", "" for nowhere
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.BOTH)
    keep_filled = models.BooleanField(default=False)  # what is there already is not written over
    region = models.CharField(max_length=2, blank=True)  # of phone numbers that name no country
    counts = models.JSONField(default=dict)
    job = FirmForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta(IdModel.Meta):
        indexes = [models.Index(fields=["firm", "-created_at", "-id"], name="imports_newest_first")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def begin(cls, *, by: Membership, name: str, head: "Head", columns: list[str], id: Any = None) -> Self:
        row = cls(
            id=id or uuid7(), started_by=by, name=one_line(name, 200), reading=head.reading, headers=head.headers,
            samples=head.samples, columns=columns,
        )  # fmt: skip
        row.save(force_insert=True)
        record(ImportChanged(row.pk, by.pk), by=by, subject=row, changes={"name": (None, row.name)})
        return row

    def decide(self, *, by: Membership, columns: list[str], mode: str, keep_filled: bool, region: str) -> Job:
        """Where each column goes; then all of it is looked through. Raises ImportBusy, ImportUndecided."""
        from crm.importing.work import CHECK

        row = self._locked(self.State.MAPPING, self.State.CHECKED)
        used = [target for target in columns if target]
        if not used:
            raise ImportUndecided(_("Choose where at least one column goes."))
        if len(used) != len(set(used)):
            raise ImportUndecided(_("Two columns go to the same place. Choose one of them."))
        row.columns, row.mode, row.keep_filled, row.region = columns, mode, keep_filled, region
        row.counts = {}
        return row._start(CHECK, self.State.CHECKING, by)

    def write(self, *, by: Membership) -> Job:
        """Bring in what was looked through."""
        from crm.importing.work import WRITE

        return self._locked(self.State.CHECKED)._start(WRITE, self.State.WRITING, by)

    def undo(self, *, by: Membership) -> Job:
        """Take it all back: what it made goes, what it changed is as it was; what people touched since stays, and is listed."""
        from crm.importing.work import UNDO

        return self._locked(self.State.DONE)._start(UNDO, self.State.UNDOING, by)

    def _locked(self, *states: str) -> Self:
        row: Self = type(self).objects.lock(self.pk)
        if row.state not in states:
            raise ImportBusy(row)
        return row

    def _start(self, kind: str, state: str, by: Membership) -> Job:
        from live.jobs import start

        self.job = start(kind, by=by, params={"import": str(self.pk)})
        self.stand(state, by=by)
        return self.job

    def stand(self, state: str, *, by: Membership | None = None) -> None:
        before, self.state = self.state, state
        self.version += 1
        self.save()
        record(ImportChanged(self.pk, self.started_by_id), by=by, subject=self, changes={"state": (before, state)})

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def kinds(self) -> list[str]:
        """The records that are in it, those first that others belong to."""
        there = {target.partition(".")[0] for target in self.columns if target}
        return [kind for kind in ("company", "contact", "deal") if kind in there]


class ImportRow(IdModel):
    """One line of the file. `said` is what it says of each kind, `plan` what becomes of it, `wrote` what was there before."""

    of = FirmForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # of the line, as a spreadsheet counts them
    cells = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)  # kind: make, change, same, skip
    differs = models.JSONField(default=dict)  # kind: {field: [before, after]}
    refs = models.JSONField(default=dict)  # kind: id
    wrote = models.JSONField(default=dict)  # kind: {field: [before, after]}; None where it made the record
    problem = models.TextField(blank=True)
    stays = models.TextField(blank=True)  # why taking it back left it

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "of", "number"], name="a_line_is_read_once")]
        indexes = [
            models.Index(fields=["firm", "of", "number"], condition=~models.Q(problem=""), name="lines_with_a_problem")
        ]


class ImportKey(IdModel):
    """By what a line of the file was told from others: the first that says it is the one."""

    of = FirmForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=300)
    number = models.PositiveIntegerField()

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "of", "key"], name="a_key_is_the_first_line_s")]
