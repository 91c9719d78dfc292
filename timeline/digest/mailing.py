"""Sending a digest. A mail server that refuses an address is believed; whatever else keeps a mail back keeps back no other."""

from uuid import UUID

import structlog
from django.db import transaction

from core import clock
from core.mail import is_refused
from timeline.digest.letter import letter
from timeline.models import Digest, DigestTurn
from timeline.notices import as_notices
from timeline.wishes import quiet_until

log = structlog.get_logger(__name__)


def mail(digest_id: UUID) -> None:
    """What has been read since it was made is left out. With nothing left, or nobody to have it, no mail goes out.

    Its Message-ID is the digest's: where a worker dies between the sending and the commit, the second copy is known as one.
    """
    waiting = Digest.objects.select_related("membership__person", "membership__firm").select_for_update(of=("self",))
    digest = waiting.filter(pk=digest_id, mailed_at=None, undeliverable_at=None).first()
    if digest is None or not DigestTurn.is_for(digest.membership) or not digest.membership.person.is_proven:
        return
    until = quiet_until(digest.membership, clock.now())
    if until is not None:
        digest.put_off(until)
        return
    notices = as_notices(digest.unread())
    if not notices:
        return
    try:
        with transaction.atomic():
            letter(digest, notices).send()
    except Exception as error:
        if is_refused(error):
            digest.undeliverable_at = clock.now()
            digest.save(update_fields=["undeliverable_at"])
        else:
            log.exception("timeline.digest_not_mailed", digest_id=str(digest.pk))
            digest.fail()
    else:
        digest.arrive()
