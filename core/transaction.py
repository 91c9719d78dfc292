"""Work that belongs at the very end of a transaction."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.db import connection

if TYPE_CHECKING:
    from core.postgres.base import DatabaseWrapper


class OutsideTransaction(RuntimeError):
    """A fact was recorded with no transaction open."""


def before_commit(handler: Callable[[list[Any]], None], item: Any) -> None:
    """Just before COMMIT of the outermost transaction call `handler` once, with all its items in order.

    Items of a savepoint that is rolled back are forgotten; a failure in the handler rolls everything back.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("Open a transaction first: facts and their rows are committed together.")
    savepoints = frozenset(sid for sid in connection.savepoint_ids if sid)
    cast("DatabaseWrapper", connection).before_commit.append((savepoints, handler, item))


def after_commit(hook: Callable[[], Any]) -> None:
    """Run `hook` once the work of a before-commit handler is committed; what it raises is logged and forgotten."""
    connection.run_on_commit.append((set[str](), hook, True))  # type: ignore[arg-type]
