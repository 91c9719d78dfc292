"""What the person who started long work sees of it."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from ledger.frames import Frame, Happening, pushes, upsert
from live.events import JobChanged
from live.models import Job


@pushes(JobChanged)
def progress(fact: JobChanged, happening: Happening) -> Iterator[Frame]:
    yield upsert(f"person:{fact.membership_id}", f"job-{fact.job_id}", render(happening.subject), list="jobs")


def render(job: Job) -> str:
    return render_to_string("live/jobs/_job.html", {"job": job})
