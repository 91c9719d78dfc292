"""Structured logs: one JSON object a line in production, readable lines in development, the request id on each."""

import re
from typing import Any

import structlog

SECRET_PATHS = re.compile(r"(/accounts/(?:join|password/reset/key|confirm-email)/|/f/)[^/\s\"']+")


def without_secrets(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Links that open something for whoever has them are logged without what makes them open."""
    return {key: SECRET_PATHS.sub(r"\1…", value) if isinstance(value, str) else value for key, value in event.items()}


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    without_secrets,
]
META = structlog.stdlib.ProcessorFormatter.remove_processors_meta
PLAIN = structlog.dev.plain_traceback

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [META, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
            "foreign_pre_chain": SHARED,
        },
        "console": {
            "()": structlog.stdlib.ProcessorFormatter,
            # Tracebacks plain: the rich ones print local variables, and take seconds.
            "processors": [META, structlog.dev.ConsoleRenderer(colors=False, exception_formatter=PLAIN)],
            "foreign_pre_chain": SHARED,
        },
    },
    "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stream"], "level": "WARNING"},
    "loggers": {
        "django_structlog": {"level": "INFO"},
        "django_structlog.celery": {"level": "WARNING"},  # a task says itself what is worth saying
        "consultantpro": {"level": "INFO"},
        "django.server": {"level": "WARNING"},
        "celery.apps.worker": {"level": "INFO"},
        "daphne": {"level": "WARNING"},
    },
}


def configure_structlog(log_format: str) -> None:
    LOGGING["handlers"]["stream"]["formatter"] = log_format
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
