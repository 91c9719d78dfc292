"""Tasks of long work."""

from uuid import UUID

from celery import shared_task

from live.jobs import run


@shared_task(name="live.run_job")
def run_job(*, firm_id: int, job_id: str) -> None:
    run.run(firm_id, UUID(job_id))


@shared_task(name="live.sweep_jobs")
def sweep_jobs() -> None:
    """Work whose hint was lost or whose worker has gone goes on here."""
    for firm_id, job_id in run.left_behind():
        run.run(firm_id, job_id)
