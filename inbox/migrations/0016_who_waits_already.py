from django.db import migrations

WHO_WAITS = """
UPDATE inbox_conversation c SET unanswered_since = w.since
FROM (
    SELECT m.conversation_id, m.firm_id, min(m.created_at) AS since
    FROM inbox_message m
    JOIN inbox_conversation o ON o.firm_id = m.firm_id AND o.id = m.conversation_id AND o.closed_at IS NULL
    WHERE m.kind = 'reply' AND m.contact_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM inbox_message a WHERE a.firm_id = m.firm_id AND a.conversation_id = m.conversation_id
            AND a.kind = 'reply' AND a.contact_id IS NULL AND a.seq > m.seq
    )
    GROUP BY m.conversation_id, m.firm_id
) w
WHERE c.firm_id = w.firm_id AND c.id = w.conversation_id
"""


class Migration(migrations.Migration):
    """Open conversations in which the client had the last word wait since they wrote first after our last reply."""

    dependencies = [("inbox", "0015_since_when_a_client_waits")]

    operations = [migrations.RunSQL(WHO_WAITS, migrations.RunSQL.noop)]
