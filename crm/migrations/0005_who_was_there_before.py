from typing import Any
from uuid import UUID

from django.db import migrations

from core.ids import uuid7
from core.words import phone_words, words

BATCH = 1_000

CONTACTS = """
SELECT id, firm_id, name, email, phone FROM crm_contact
WHERE id > %s AND merged_into_id IS NULL AND (name <> '' OR email <> '' OR phone <> '')
ORDER BY id LIMIT %s
"""
KEEP = "INSERT INTO crm_contactword (id, firm_id, contact_id, word) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"


def fill(connection: Any) -> None:
    """All contacts of all firms, as the owner, a batch a transaction: it may be stopped, and goes on where it is missing."""
    after = UUID(int=0)
    with connection.cursor() as cursor:
        while True:
            cursor.execute(CONTACTS, [after, BATCH])
            contacts = cursor.fetchall()
            if not contacts:
                return
            for id, firm, name, email, phone in contacts:
                found_by = sorted(words(name) | words(email) | phone_words(phone))
                cursor.executemany(KEEP, [[uuid7(), firm, id, word] for word in found_by])
            after = contacts[-1][0]


class Migration(migrations.Migration):
    """Contacts that were there before 0004 are found as well. Those that come meanwhile are there already."""

    atomic = False
    dependencies = [("crm", "0004_who_is_found")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: fill(editor.connection), migrations.RunPython.noop, elidable=True, atomic=False
        )
    ]
