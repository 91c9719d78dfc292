"""This room's long work registers itself."""

from crm import converting, exporting
from crm.importing import work

__all__ = ["converting", "exporting", "work"]
