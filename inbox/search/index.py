"""Lines that are not in the index: an older version of the product, or a copy of rows, wrote them."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from core.tenancy import firm_scope
from inbox.models import Attachment, IndexedLine, Message

BATCH = 500


def index_left_out() -> int:
    """Bring them in, firm by firm. Returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id FROM inbox_firms_with_lines_left_out()")
        firms = [row[0] for row in cursor.fetchall()]
    return sum(index_left_out_of(firm_id) for firm_id in firms)


def index_left_out_of(firm_id: int) -> int:
    """The same for one firm, a batch a transaction."""
    after, count = UUID(int=0), 0
    while True:
        with firm_scope(firm_id), transaction.atomic():
            lines = _left_out(after)
            IndexedLine.keep(lines)
        if not lines:
            return count
        after, count = lines[-1].pk, count + len(lines)


def _left_out(after: UUID) -> list[Message]:
    says_something = Q(body__gt="") | Q(Exists(Attachment.objects.filter(message=OuterRef("pk"))))
    lines = Message.objects.exclude(kind=Message.Kind.EVENT).filter(says_something, pk__gt=after, deleted_at=None)
    lines = lines.exclude(Exists(IndexedLine.objects.filter(pk=OuterRef("pk"))))
    return list(lines.select_related("conversation__contact").order_by("pk")[:BATCH])
