"""The Celery application. Tasks carry the request id and their firm as arguments, never a row."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

app = Celery("consultantpro")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def log_like_the_web(**options: Any) -> None:
    """The same lines as the web processes write, instead of Celery's own."""
    from django.conf import settings

    dictConfig(settings.LOGGING)


@worker_init.connect
def refuse_mighty_role(**options: Any) -> None:
    """A worker must not see over the walls between firms."""
    from core import checks

    checks.refuse_mighty_role()
