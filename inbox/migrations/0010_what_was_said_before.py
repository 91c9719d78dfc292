from typing import Any
from uuid import UUID

from django.db import migrations

from core.words import line_words

BATCH = 1_000

LINES = """
SELECT m.id, m.firm_id, m.conversation_id, c.inbox_id, m.created_at,
    CASE WHEN m.kind = 'note' THEN 'note' WHEN m.contact_id IS NULL THEN 'team' ELSE 'client' END,
    m.body, k.name, k.email, k.phone,
    array(SELECT f.name FROM inbox_attachment a JOIN files_file f ON f.firm_id = a.firm_id AND f.id = a.file_id
          WHERE a.firm_id = m.firm_id AND a.message_id = m.id)
FROM inbox_message m
JOIN inbox_conversation c ON c.firm_id = m.firm_id AND c.id = m.conversation_id
JOIN crm_contact k ON k.firm_id = c.firm_id AND k.id = c.contact_id
WHERE m.id > %s AND m.kind <> 'event'
ORDER BY m.id LIMIT %s
"""
KEEP = """
INSERT INTO inbox_indexedline (id, firm_id, conversation_id, inbox_id, said_at, side, words)
VALUES (%s, %s, %s, %s, %s, %s, array_to_tsvector(%s::text[])) ON CONFLICT (id) DO NOTHING
"""


def fill(connection: Any) -> None:
    """All lines of all firms, as the owner, a batch a transaction: it may be stopped, and goes on where it is missing."""
    after = UUID(int=0)
    with connection.cursor() as cursor:
        while True:
            cursor.execute(LINES, [after, BATCH])
            lines = cursor.fetchall()
            if not lines:
                return
            cursor.executemany(KEEP, [row_of(*line) for line in lines])
            after = lines[-1][0]


def row_of(*line: Any) -> list[Any]:
    *place, body, name, email, phone, files = line
    return [*place, sorted(line_words([body, *files], [name, email], phone))]


class Migration(migrations.Migration):
    """Lines written before 0009 are found as well. Lines that are written meanwhile are there already."""

    atomic = False
    dependencies = [("inbox", "0009_what_lines_can_be_found_by"), ("crm", "0002_first_seen_by_our_clock")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: fill(editor.connection), migrations.RunPython.noop, elidable=True, atomic=False
        )
    ]
