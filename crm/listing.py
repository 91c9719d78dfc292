"""The list of contacts, as a colleague looks through it."""

from functools import cached_property

from core.place import Place
from core.tenancy import current_firm_id
from crm.models import Contact
from ledger.heads import heads_of

PAGE = 50


def stream() -> str:
    return f"contacts:{current_firm_id()}"


class Listing:
    """The newest first; `q` are the beginnings of words, `before` is where the last page ended."""

    def __init__(self, q: str = "", before: Place | None = None) -> None:
        self.q, self.before = q.strip()[:200], before
        self.stream = stream()
        self.after = heads_of([self.stream])[self.stream]

    @cached_property
    def _rows(self) -> list[Contact]:
        found = Contact.objects.known().found_by(self.q).newest_first()
        if self.before is not None:
            found = found.filter(self.before.after("created_at"))
        return list(found[: PAGE + 1])

    @property
    def contacts(self) -> list[Contact]:
        return self._rows[:PAGE]

    @property
    def more(self) -> str:
        """The key of the last row of this page, where more follow."""
        return self._rows[PAGE - 1].key if len(self._rows) > PAGE else ""

    @property
    def list_id(self) -> str:
        """What is told of somebody new is for the whole list, not for what was searched."""
        return "found-contacts" if self.q else "contacts"
