"""Files that come along with a snippet."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import models

from core import clock
from files.models import File
from ledger.record import record
from timeline.errors import TooManyFiles
from timeline.events import SnippetChanged

if TYPE_CHECKING:
    from accounts.models import Membership
    from timeline.models import Snippet

MOST_FILES = 10


class Filed(models.Model):
    class Meta:
        abstract = True

    @property
    def its_files(self) -> list[File]:
        """In their order."""
        return [each.file for each in self.files.select_related("file").order_by("position", "pk")]  # type: ignore[attr-defined]

    def attach(self, uploads: Iterable[Any], *, by: "Membership") -> None:
        """Let these come along too. Raises FileRefused, or TooManyFiles beyond ten."""
        uploads = list(uploads)
        snippet = cast("Snippet", self)._locked_for(by)
        if snippet.files.count() + len(uploads) > MOST_FILES:
            raise TooManyFiles
        snippet._take_along([File.take_in(upload, by=by) for upload in uploads], by)

    def detach(self, ids: Iterable[UUID], *, by: "Membership") -> None:
        """These come along no more; their bytes go with them. One that is gone already stays so."""
        snippet = cast("Snippet", self)._locked_for(by)
        before = snippet._file_names()
        links = list(snippet.files.filter(file__in=list(ids)).select_related("file"))
        for link in links:
            link.delete()
            link.file.delete()
        snippet._tell_of_files(before, by)

    def _take_along(self, files: list[File], by: "Membership") -> None:
        from timeline.models import SnippetFile

        before, first = self._file_names(), self.files.count()  # type: ignore[attr-defined]
        for position, file in enumerate(files, first):
            SnippetFile.objects.create(snippet=self, file=file, position=position)
        self._tell_of_files(before, by)

    def _file_names(self) -> list[str]:
        return [file.name for file in self.its_files]

    def _tell_of_files(self, before: list[str], by: "Membership") -> None:
        snippet, after = cast("Snippet", self), self._file_names()
        if before == after:
            return
        snippet.changed_at = clock.now()
        snippet.save(update_fields=["changed_at"])
        fact = SnippetChanged(snippet.pk, snippet.sharing, snippet.sharing, ["files"])
        record(fact, by=by, subject=snippet, changes={"files": (before or None, after or None)})
