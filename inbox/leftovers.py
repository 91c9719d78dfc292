"""What was begun and left: files that were brought and never sent, browsers that opened the chat and never wrote."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from accounts.models import Membership
from core import clock
from core.tenancy import firm_scope
from files.models import File
from inbox.models import Attachment, Message, Visitor
from inbox.models.revisable import BIN

UNSENT_FOR = timedelta(days=2)
SILENT_FOR = timedelta(days=30)
"""Of a browser that never wrote, of a colleague's file that no draft keeps, and of what was deleted (BIN)."""


def sweep_all() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT firm_id FROM inbox_firms_with_leftovers(make_interval(days => %s), make_interval(days => %s))",
            [UNSENT_FOR.days, SILENT_FOR.days],
        )
        firms = [row[0] for row in cursor.fetchall()]
    return sum(sweep_firm(firm_id) for firm_id in firms)


def sweep_firm(firm_id: int) -> int:
    with firm_scope(firm_id), transaction.atomic():
        unsent = File.objects.filter(uploaded_by=None, created_at__lt=clock.now() - UNSENT_FOR)
        unsent = unsent.exclude(pk__in=Membership.objects.exclude(photo=None).values("photo"))
        files, _ = unsent.exclude(Exists(Attachment.objects.filter(file=OuterRef("pk")))).delete()
        silent = Visitor.objects.filter(contact=None, seen_at__lt=clock.now() - SILENT_FOR)
        visitors, _ = silent.delete()
        bins = Message.objects.filter(deleted_at__lt=clock.now() - BIN, wordings__isnull=False).distinct()
        for message in bins.select_related("conversation"):
            message.empty_bin()
        files += Attachment.forget_unsent(clock.now() - SILENT_FOR)
    return files + visitors
