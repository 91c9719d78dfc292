"""Whether this process lives, and whether it can do its work. Answered before the host is looked at: probes come by address."""

from collections.abc import Callable

import redis
import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from core.checks import refuse_mighty_role

log = structlog.get_logger(__name__)

_is_fit = False


class HealthMiddleware:
    """Answers /health/live and /health/ready; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/health/live":
            return JsonResponse({"live": True})
        if request.path == "/health/ready":
            return readiness()
        return self.get_response(request)


def readiness() -> HttpResponse:
    """200 when the database answers, is migrated and walls us. Redis is only speed: its absence is said, not punished."""
    database = database_trouble()
    answer = {"ready": not database, "database": database or "ok", "redis": redis_trouble() or "ok"}
    return JsonResponse(answer, status=503 if database else 200)


def database_trouble() -> str:
    """A sentence that anybody may read; what the database said is in the log."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return fitness_trouble()
    except DatabaseError as error:
        log.warning("health.database", error=str(error).strip())
        return "PostgreSQL does not answer; the log says why."


def fitness_trouble() -> str:
    """Asked until all is well, and then no more: what brings a new migration or another role starts us anew."""
    global _is_fit
    if _is_fit:
        return ""
    trouble = migrations_trouble() or role_trouble()
    _is_fit = not trouble
    return trouble


def migrations_trouble() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations wait: run manage.py migrate." if waiting else ""


def role_trouble() -> str:
    """The start could not ask where the database was away, nor see an owner where there were no tables."""
    try:
        refuse_mighty_role()
    except ImproperlyConfigured as error:
        log.error("health.role", error=str(error))
        return "The database's role may do too much; the log says what."
    return ""


def redis_trouble() -> str:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except (redis.RedisError, OSError) as error:
        log.warning("health.redis", error=str(error))
        return "Redis does not answer; the log says why."
    return ""
