"""The server's half of the self-check. The browser adds its own: socket, proxy upgrade and clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from core import clock
from core.tenancy import current_firm_id
from ledger.handlers import names_behind
from ledger.models import Event
from project.health import database_trouble, redis_trouble
from project.tasks import HEARTBEAT


@dataclass(frozen=True)
class Check:
    """One line of the page. `state` is "good", "warn" or "bad"; `todo` says what to do when it is not good."""

    id: str
    name: str
    state: str
    finding: str
    todo: str = ""
    at: Any = None


def browser_checks() -> Iterator[Check]:
    """What only the browser can see. It fills in what it finds; `todo` is shown when it found something wrong."""
    asking = _("Asking…")
    yield Check(
        "socket",
        _("Live connection"),
        "warn",
        asking,
        _("Reload this page. If it stays, look at the web process's log."),
    )
    proxy = _("Let your proxy pass the WebSocket upgrade for /live and /widget/live (docs/deploy.md shows how).")
    yield Check("upgrade", _("Proxy upgrade"), "warn", asking, proxy)
    skew = _("Set the clock of this computer or of the server by NTP: times on the screens are off by this much.")
    yield Check("clock", _("Clocks"), "warn", asking, skew)


def run_checks() -> Iterator[Check]:
    yield database()
    yield from redis_and_worker()
    yield ledger()


def database() -> Check:
    trouble = database_trouble()
    if trouble:
        return Check(
            "database",
            _("Database"),
            "bad",
            trouble,
            _("Start PostgreSQL, or correct DATABASE_URL, and run the migrations."),
        )
    return Check("database", _("Database"), "good", _("Answers, and is migrated."))


def redis_and_worker() -> Iterator[Check]:
    trouble = redis_trouble()
    if trouble:
        todo = _(
            "Start Redis, or correct REDIS_URL. Until then screens update within a second or two instead of at once."
        )
        yield Check("redis", "Redis", "warn", trouble, todo)
        yield Check("worker", _("Worker"), "warn", _("Cannot be asked without Redis."), _("Mend Redis first."))
        return
    yield Check("redis", "Redis", "good", _("Answers."))
    yield worker()


def worker() -> Check:
    beat = cache.get(HEARTBEAT)
    age = clock.now().timestamp() - beat if beat else None
    if age is None or age > 45:
        found = _("No sign of life yet.") if age is None else _("Silent for %(seconds)d seconds.") % {"seconds": age}
        todo = _("Start the worker and the scheduler: celery -A project worker, and celery -A project beat.")
        return Check("worker", _("Worker"), "bad", found, todo)
    return Check("worker", _("Worker"), "good", _("Seen %(seconds)d seconds ago.") % {"seconds": age})


def ledger() -> Check:
    last = Event.objects.order_by("-id").first()
    if names_behind(current_firm_id()):
        todo = _("This clears by itself while the worker runs. If it stays, look at the worker's log.")
        return Check(
            "ledger", _("Last event"), "warn", _("Some events wait for the worker."), todo, last.at if last else None
        )
    found = _("All events are handled.") if last else _("Nothing has happened in this firm yet.")
    return Check("ledger", _("Last event"), "good", found, at=last.at if last else None)
