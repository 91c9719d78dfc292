"""Making one's own of somebody else's."""

import re
from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import Membership


class Copied(models.Model):
    class Meta:
        abstract = True

    def copy(self, *, by: "Membership") -> Self:
        """The same text as one's own, under a shortcut that is free."""
        kind: Any = type(self)
        name, folder = self._free_shortcut(by), self.folder  # type: ignore[attr-defined]
        made: Self = kind.make(by=by, shortcut=name, title=self.title, body=self.body, folder=folder)  # type: ignore[attr-defined]
        made._take_along([file.again(by=by) for file in self.its_files], by)  # type: ignore[attr-defined]
        return made

    def _free_shortcut(self, by: "Membership") -> str:
        shortcut: str = self.shortcut  # type: ignore[attr-defined]
        stem = re.sub(r"-\d+$", "", shortcut)[:35]
        own = type(self).objects.filter(author=by, sharing="mine", deleted_at=None)  # type: ignore[attr-defined]
        taken = set(own.filter(shortcut__startswith=stem).values_list("shortcut", flat=True))
        candidates = (shortcut, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in candidates if name not in taken)
