"""The worker's sign of life, for the self-check."""

from celery import shared_task
from django.core.cache import cache

from core import clock

HEARTBEAT = "worker-heartbeat"


@shared_task(name="project.heartbeat")
def heartbeat() -> None:
    cache.set(HEARTBEAT, clock.now().timestamp(), 120)
