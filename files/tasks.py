"""Sweeping the store."""

from celery import shared_task

from files.sweep import sweep_all


@shared_task(name="files.sweep")
def sweep() -> int:
    """Once a day: remove bytes that no row names."""
    return sweep_all()
