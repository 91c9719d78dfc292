"""A file on a message. Uploaded first, it waits without a message until the message is sent."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from files.models import File
from inbox.models.conversation import Conversation
from inbox.models.message import Message
from inbox.models.visitor import Visitor


class Attachment(IdModel):
    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="attachments")
    message = FirmForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    outgoing = FirmForeignKey(
        "inbox.Outgoing", on_delete=models.SET_NULL, null=True, blank=True, related_name="attachments"
    )
    file = FirmForeignKey(File, on_delete=models.PROTECT, related_name="+")
    author = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    visitor = FirmForeignKey(Visitor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(IdModel.Meta):
        indexes = [models.Index(fields=["firm", "conversation", "created_at"], name="attachments_of_conversation")]

    def discard(self, *, by: Membership) -> None:
        """Take it off again. What was sent, or waits for somebody else's message, stays."""
        conversation = self.conversation._locked()
        if Attachment.objects.filter(pk=self.pk, message=None, outgoing=None, author=by).exists():
            self._throw_away()
            conversation.tell_of_draft(by)

    @classmethod
    def forget_unsent(cls, before: datetime) -> int:
        """Files that colleagues brought before then and never sent; where a draft is kept beside them, they wait on."""
        from inbox.models.draft import Draft

        drafts = Draft.objects.filter(conversation=OuterRef("conversation"), membership=OuterRef("author"))
        waiting = cls.objects.filter(message=None, outgoing=None, author__isnull=False, created_at__lt=before)
        unsent = waiting.exclude(Exists(drafts))
        found = list(unsent.select_related("author", "conversation", "file"))
        for attachment in found:
            attachment.discard(by=attachment.author)
        return len(found)

    def _throw_away(self) -> None:
        """Its file goes too, unless another message or a face has the same one."""
        self.delete()
        if not (Attachment.objects.filter(file=self.file).exists() or Membership.objects.filter(photo=self.file_id)):
            self.file.delete()
