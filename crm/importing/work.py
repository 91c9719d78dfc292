"""A file's long work: looking it through, writing it, taking it back. A killed worker costs the step it was in."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.errors import Unreadable
from crm.importing.checking import Check, part_of, stage, tally
from crm.importing.writing import Undo, Writer
from crm.models import Import, ImportKey
from crm.policies import IMPORT
from live.jobs import long_work
from live.jobs.registry import WorkProblem
from live.models import Job

CHECK, WRITE, UNDO = "crm.import_check", "crm.import_write", "crm.import_undo"
LOOKED_THROUGH, WRITTEN = 500, 200
"""Lines of a step."""


def the_import(job: Job) -> Import:
    found: Import | None = Import.objects.filter(pk=job.params["import"]).select_related("started_by").first()
    if found is None:
        raise WorkProblem(_("This file is not there any more."))
    return found


def back_to(state: str) -> Any:
    """What becomes of the file when its work is stopped or fails."""

    def stop(job: Job) -> None:
        found: Import | None = Import.objects.filter(pk=job.params["import"]).first()
        if found is not None and found.is_working:
            found.stand(state)

    return stop


@long_work(
    CHECK, label=gettext_lazy("Looking a file through"), permission=IMPORT, clean_up=back_to(Import.State.MAPPING)
)
def check(job: Job) -> bool:
    of = the_import(job)
    if not job.position:
        try:
            job.total = stage(of)
        except Unreadable as error:
            raise WorkProblem(str(error)) from error
        except FileNotFoundError as error:
            raise WorkProblem(_("The file is gone. Bring it again.")) from error
        transaction.on_commit(lambda: part_of(of).unlink(missing_ok=True))
        ImportKey.objects.filter(of=of).delete()
        job.position = {"after": 0}
        return True
    rows = list(of.rows.filter(number__gt=job.position["after"]).order_by("number")[:LOOKED_THROUGH])
    if not rows:
        of.stand(Import.State.CHECKED)
        return False
    of.counts = tally(of.counts, Check(of).look_through(rows))
    of.save(update_fields=["counts"])
    job.position, job.done = {"after": rows[-1].number}, job.done + len(rows)
    return True


@long_work(WRITE, label=gettext_lazy("Bringing records in"), permission=IMPORT, clean_up=back_to(Import.State.DONE))
def write(job: Job) -> bool:
    of = the_import(job)
    found = of.rows.filter(problem="")
    if job.total is None:
        job.total = found.count()
    rows = list(found.filter(number__gt=job.position.get("after", 0)).order_by("number")[:WRITTEN])
    if not rows:
        of.counts["problems"] = of.rows.exclude(problem="").count()
        of.stand(Import.State.DONE)
        return False
    Writer(of).write(rows)
    job.position, job.done = {"after": rows[-1].number}, job.done + len(rows)
    return True


@long_work(UNDO, label=gettext_lazy("Taking an import back"), permission=IMPORT, clean_up=back_to(Import.State.DONE))
def undo(job: Job) -> bool:
    of = the_import(job)
    found = of.rows.exclude(wrote={})
    if job.total is None:
        job.total = found.count()
    if "before" in job.position:
        found = found.filter(number__lt=job.position["before"])
    rows = list(found.order_by("-number")[:WRITTEN])
    if not rows:
        of.counts["stays"] = of.rows.exclude(stays="").count()
        of.stand(Import.State.UNDONE)
        return False
    Undo(of).take_back(rows)
    job.position, job.done = {"before": rows[-1].number}, job.done + len(rows)
    return True
