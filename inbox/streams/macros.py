"""Open lists of macros are asked for anew, with each person's own rights."""

from collections.abc import Iterator

from django.urls import reverse

from core.tenancy import current_firm_id
from inbox.events import MacroChanged, MacroDeleted, MacroMade, MacroRestored
from ledger.frames import Frame, Happening, pushes, refresh

LIST = "macro-list"


@pushes(MacroMade, MacroChanged, MacroDeleted, MacroRestored)
def macros_moved(fact: MacroMade | MacroChanged, happening: Happening) -> Iterator[Frame]:
    url = reverse("macros:list")
    if happening.by is not None:
        yield refresh(f"person:{happening.by.pk}", LIST, url)
    if {fact.sharing, getattr(fact, "was", "mine")} != {"mine"}:
        yield refresh(f"firm:{current_firm_id()}", LIST, url)
