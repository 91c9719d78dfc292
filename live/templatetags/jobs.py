from typing import Any

from django import template

from live.jobs.registry import work_of
from live.models import Job

register = template.Library()


@register.filter
def job_label(job: Job) -> Any:
    """What people call this kind of work."""
    return work_of(job.kind).label


@register.filter
def job_result(job: Job) -> str:
    """Where what was made can be fetched; "" where nothing was."""
    return work_of(job.kind).result(job)
