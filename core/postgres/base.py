"""The database engine `core.postgres`."""

from collections.abc import Callable
from typing import Any

from django.db import Error
from django.db.backends.postgresql import base as postgresql

from core.postgres.pooled import lives
from core.postgres.scope import SET_FIRM
from core.tenancy import firm_id_or_none

Handler = Callable[[list[Any]], None]
MOST_DEAD = 50
"""Dead connections thrown away for one that is wanted; a pool holds fewer."""


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """Every outermost transaction begins with the firm in scope and ends with its before-commit work."""

    before_commit: list[tuple[frozenset[str], Handler, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before_commit = []

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """One that lives: after a restart of PostgreSQL the pool would hand out each dead one once."""
        connection = super().get_new_connection(conn_params)
        for _ in range(MOST_DEAD):
            if not self.pool or lives(connection):
                break
            self.pool.putconn(connection)  # which replaces it
            connection = super().get_new_connection(conn_params)
        return connection

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if not autocommit:
            self.before_commit = []
            self._say_firm()

    def _say_firm(self) -> None:
        """Name the firm. A connection that cannot is dropped: Django would take it for one without a transaction."""
        firm_id = firm_id_or_none()
        if firm_id is None:
            return
        try:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(SET_FIRM, [str(firm_id)])
        except BaseException:
            self.close()
            raise

    def _commit(self) -> None:
        try:
            self._work_before_commit()
        except BaseException:
            try:
                self.rollback()
            except Error:
                self.close()
            raise
        super()._commit()  # type: ignore[misc]

    def _work_before_commit(self) -> None:
        """Django has left its block by now; the work still stands in the transaction, and sees that it does."""
        self.in_atomic_block = True
        try:
            while self.before_commit:
                work, self.before_commit = self.before_commit, []
                for handler in dict.fromkeys(handler for _, handler, _ in work):
                    handler([item for _, its_handler, item in work if its_handler == handler])
        finally:
            self.in_atomic_block = False

    def savepoint_rollback(self, sid: str) -> None:
        super().savepoint_rollback(sid)
        self.before_commit = [work for work in self.before_commit if sid not in work[0]]

    def _rollback(self) -> None:
        self.before_commit = []
        super()._rollback()  # type: ignore[misc]
