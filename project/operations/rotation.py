"""Everything that is sealed with FIELD_KEYS, sealed anew with the newest of them.

Each is done by itself and keeps its content, so that all of it may be cut off and run again, beside a running product.
Answers kept for a retry (accounts.idempotency) are left: they are sealed too, and gone after two days.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction

from core.secrets import Unreadable, rotate
from core.tenancy import firm_scope
from files.errors import Damaged
from files.store import rotate_key
from inbox.models import IdentityKey

# What of a second factor the adapter seals: an app's secret, what recovery codes grow from.
SEALED = ("secret", "seed")


def files() -> Iterator[tuple[str, bool]]:
    """Each uploaded file, and whether it could be opened. Its content is not written anew, its key is."""
    for path in sorted(Path(settings.FILES_DIR).glob("*/??/*")):
        if path.name.endswith(".half"):
            continue
        try:
            rotate_key(path)
        except FileNotFoundError:  # it was thrown away meanwhile
            continue
        except (Unreadable, Damaged):
            yield str(path), False
        else:
            yield str(path), True


def second_factors() -> Iterator[tuple[str, bool]]:
    """Each secret of an authenticator app and each person's recovery codes, and whether it could be opened."""
    sealing = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for pk in sealing.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = sealing.select_for_update(of=["self"]).select_related("user").filter(pk=pk).first()
            if row is None:
                continue
            name = f"{row.user}'s {row.get_type_display()}"
            try:
                row.data = _anew(row.data)
            except Unreadable:
                yield name, False
            else:
                row.save(update_fields=["data"])
                yield name, True


def identity_keys() -> Iterator[tuple[str, bool]]:
    """Each key that an inbox checks its visitors' tokens with, one firm after the other, and whether it could be opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id FROM inbox_firms_with_identity_keys()")
        firms = [row[0] for row in cursor.fetchall()]
    for firm_id in firms:
        with firm_scope(firm_id), transaction.atomic():
            for key in IdentityKey.objects.select_for_update().order_by("pk"):
                name = f"the identity key {key.pk}"
                try:
                    key.sealed = rotate(bytes(key.sealed))
                except Unreadable:
                    yield name, False
                else:
                    key.save(update_fields=["sealed"])
                    yield name, True


def _anew(data: dict[str, Any]) -> dict[str, Any]:
    return data | {name: rotate(data[name].encode()).decode() for name in SEALED if name in data}
