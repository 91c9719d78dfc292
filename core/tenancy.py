"""The firm in scope. Everything a firm owns is read and written inside `firm_scope`.

The scope is a context variable, so it follows a request, a task or a socket's check, and nothing else.
PostgreSQL hears of it at the start of every transaction (`core.postgres`) and walls the rows by it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_firm: ContextVar[int | None] = ContextVar("firm", default=None)


class NoFirmInScope(RuntimeError):
    """A firm's rows were asked for with no firm in scope, or outside a transaction."""


def current_firm_id() -> int:
    """The firm in scope; raises NoFirmInScope where there is none."""
    firm_id = _firm.get()
    if firm_id is None:
        raise NoFirmInScope("No firm is in scope. Wrap the call in core.tenancy.firm_scope(firm_id).")
    return firm_id


def firm_id_or_none() -> int | None:
    return _firm.get()


@contextmanager
def firm_scope(firm_id: int | None) -> Iterator[None]:
    """Put one firm in scope; None takes every firm out of it.

    Inside an open transaction the database is told at once, and told back at the end.
    """
    from core.postgres.scope import tell_open_transaction

    before = _firm.get()
    token = _firm.set(firm_id)
    told = tell_open_transaction(firm_id)
    try:
        yield
    finally:
        _firm.reset(token)
        if told:
            tell_open_transaction(before)
