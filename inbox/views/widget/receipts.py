"""Receipts for uploads that wait for their message.

A visitor may add files before their first message, when there is no conversation to hang them on. So an upload is
answered with a receipt, signed and for this visitor alone, which the message brings back.
"""

from datetime import timedelta
from uuid import UUID

from django.core import signing

from core.ids import parse_uuid, uuid7
from files.models import File
from inbox.models import Visitor
from inbox.views.widget.refusals import UnknownUpload

MOST_FILES = 10
SALT = "inbox.upload"
LASTS = timedelta(days=1)


def receipt_for(file: File, visitor: Visitor) -> str:
    return signing.dumps([str(visitor.pk), str(uuid7()), str(file.pk)], salt=SALT)


def open_receipt(receipt: object, visitor: Visitor) -> tuple[UUID, UUID]:
    """(attachment id, file id). Raises UnknownUpload."""
    try:
        whose, attachment, file = signing.loads(str(receipt), salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise UnknownUpload from error
    attachment_id, file_id = parse_uuid(attachment), parse_uuid(file)
    if whose != str(visitor.pk) or attachment_id is None or file_id is None:
        raise UnknownUpload
    if not File.objects.filter(pk=file_id).exists():
        raise UnknownUpload
    return attachment_id, file_id
