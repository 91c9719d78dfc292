"""The page of snippets: a folder or a search, one page at a time."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from accounts.models import Membership
from timeline.models import Snippet
from timeline.policies import can_edit

PAGE = 50
SHARINGS = dict(Snippet.Sharing.choices)


@dataclass
class Shelf:
    """What `me` asked to see. `page` counts from 1."""

    me: Membership
    q: str = ""
    folder: str | None = None
    sharing: str = ""
    page: int = 1

    @classmethod
    def asked(cls, me: Membership, said: Any) -> "Shelf":
        page, sharing = said.get("page", ""), said.get("sharing", "")
        return cls(
            me,
            q=said.get("q", "")[:80],
            folder=said.get("folder"),
            sharing=sharing if sharing in SHARINGS else "",
            page=int(page) if page.isascii() and page.isdigit() and 0 < int(page[:4]) < 1000 else 1,
        )

    @cached_property
    def _found(self) -> list[Snippet]:
        found: Any = Snippet.objects.found_by(self.me, self.q)
        if not self.q.strip():
            found = found.order_by("folder", "shortcut", "pk")
        if self.folder is not None:
            found = found.filter(folder=self.folder)
        if self.sharing:
            found = found.filter(sharing=self.sharing)
        start = (self.page - 1) * PAGE
        return list(found.select_related("author").prefetch_related("teams", "links")[start : start + PAGE + 1])

    @cached_property
    def rows(self) -> list[Snippet]:
        found = self._found[:PAGE]
        for snippet in found:
            snippet.is_mine_to_edit = can_edit(self.me, snippet)  # type: ignore[attr-defined]
        return found

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q.strip() or self.sharing or self.folder is not None or self.page > 1)

    @property
    def goes_on(self) -> bool:
        return len(self._found) > PAGE

    @cached_property
    def folders(self) -> list[tuple[str, int]]:
        """(name, how many) of every folder; "" for those that lie in none."""
        seen = Snippet.objects.visible_to(self.me).order_by()
        counted = seen.values("folder").annotate(number=Count("pk")).order_by("folder")
        return [(row["folder"], row["number"]) for row in counted]

    @property
    def all_folders(self) -> str:
        return self.address(folder=None)

    @property
    def folder_links(self) -> list[tuple[str, int, str]]:
        return [(name, number, self.address(folder=name)) for name, number in self.folders]

    def address(self, **changed: Any) -> str:
        """The query of this page with something else asked for."""
        asked = {"q": self.q, "folder": self.folder, "sharing": self.sharing, "page": None, **changed}
        return "?" + urlencode(
            {name: value for name, value in asked.items() if value or (name == "folder" and value == "")}
        )

    @property
    def here(self) -> str:
        return self.address(page=self.page if self.page > 1 else None)

    @property
    def following(self) -> str:
        return self.address(page=self.page + 1)

    @property
    def preceding(self) -> str:
        return self.address(page=self.page - 1 if self.page > 2 else None)
