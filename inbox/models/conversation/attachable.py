"""Files that wait in a conversation until a message takes them along."""

from typing import TYPE_CHECKING, Any

from django.db import models

from files.models import File
from inbox.errors import NoFile

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models.attachment import Attachment
    from inbox.models.visitor import Visitor
    from timeline.models import Snippet


class Attachable(models.Model):
    class Meta:
        abstract = True

    def attach(self, upload: Any, *, by: "Membership | None" = None, visitor: "Visitor | None" = None) -> "Attachment":
        """Examine and keep `upload`; raises FileRefused with a sentence where it is not taken, NoFile without one."""
        from inbox.models.attachment import Attachment

        if upload is None:
            raise NoFile

        file = File.take_in(upload, by=by)
        conversation = self._locked()  # type: ignore[attr-defined]
        attachment: Attachment = Attachment.objects.create(
            conversation=conversation, file=file, author=by, visitor=visitor
        )
        if by is not None:
            conversation.tell_of_draft(by)
        return attachment

    def bring_along(self, snippet: "Snippet", *, by: "Membership") -> "list[Attachment]":
        """What comes along with a snippet waits here for the message of `by`, each file with a row of its own."""
        from inbox.models.attachment import Attachment

        conversation = self._locked()  # type: ignore[attr-defined]
        brought = [
            Attachment.objects.create(conversation=conversation, file=file.again(by=by), author=by)
            for file in snippet.its_files
        ]
        if brought:
            conversation.tell_of_draft(by)
        return brought
