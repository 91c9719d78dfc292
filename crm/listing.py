"""The list of the records of a kind, as a colleague looks through it."""

from functools import cached_property

from core.place import Place
from core.tenancy import current_firm_id
from crm.models import Record
from crm.records import RecordKind
from ledger.heads import heads_of

PAGE = 50


def stream(kind: str) -> str:
    return f"records:{kind}-{current_firm_id()}"


class Listing:
    """The newest first; `q` are the beginnings of words, `before` is where the last page ended."""

    def __init__(self, kind: RecordKind, q: str = "", before: Place | None = None) -> None:
        self.kind, self.q, self.before = kind, q.strip()[:200], before
        self.stream = stream(kind.name)
        self.after = heads_of([self.stream])[self.stream]

    @cached_property
    def _rows(self) -> list[Record]:
        found = self.kind.model.objects.known().found_by(self.q).newest_first()
        if self.before is not None:
            found = found.filter(self.before.after("created_at"))
        return list(found[: PAGE + 1])

    @property
    def records(self) -> list[Record]:
        return self._rows[:PAGE]

    @property
    def more(self) -> str:
        """The key of the last row of this page, where more follow."""
        last = self._rows[PAGE - 1] if len(self._rows) > PAGE else None
        return Place(last.created_at, last.pk).key if last else ""

    @property
    def list_id(self) -> str:
        """What is told of something new is for the whole list, not for what was searched."""
        return f"found-{self.kind.name}" if self.q else f"all-{self.kind.name}"
