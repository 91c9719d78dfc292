import django.db.models.deletion
from django.db import migrations, models

import core.models
from inbox.sql import DUE, DUE_DROP

LINK = """
ALTER TABLE inbox_conversation ADD CONSTRAINT inbox_conversation_snoozed_by_id_same_firm
FOREIGN KEY (firm_id, snoozed_by_id) REFERENCES accounts_membership (firm_id, id) DEFERRABLE INITIALLY DEFERRED
"""
UNLINK = "ALTER TABLE inbox_conversation DROP CONSTRAINT inbox_conversation_snoozed_by_id_same_firm"
OWED = """
UPDATE inbox_conversation c SET waiting_since = m.created_at FROM inbox_message m
WHERE m.firm_id = c.firm_id AND m.conversation_id = c.id AND m.seq = c.reply_seq AND m.contact_id IS NULL
"""


class Migration(migrations.Migration):
    """Until when a conversation is put aside, how urgent it is, and since when it waits for the client."""

    dependencies = [("inbox", "0012_what_a_visitor_did")]

    operations = [
        migrations.AddField("conversation", "wakes_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "conversation",
            "snoozed_by",
            core.models.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.AddField(
            "conversation",
            "priority",
            models.PositiveSmallIntegerField(
                choices=[(0, "None"), (1, "Low"), (2, "Medium"), (3, "High"), (4, "Urgent")], db_default=0, default=0
            ),
        ),
        migrations.AddField("conversation", "waiting_since", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(LINK, UNLINK),
        migrations.RemoveIndex("conversation", "conversations_mine"),
        migrations.RemoveIndex("conversation", "conversations_unassigned"),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["firm", "inbox", "-active_at", "-id"],
                condition=models.Q(closed_at=None, assignee=None, wakes_at=None),
                name="conversations_unassigned",
            ),
        ),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["firm", "assignee", "-active_at", "-id"],
                condition=models.Q(closed_at=None, wakes_at=None),
                name="conversations_mine",
            ),
        ),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["firm", "inbox", "wakes_at", "id"],
                condition=models.Q(wakes_at__isnull=False),
                name="conversations_snoozed",
            ),
        ),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["wakes_at", "id"], condition=models.Q(wakes_at__isnull=False), name="conversations_by_waking"
            ),
        ),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["firm", "inbox", "waiting_since", "id"],
                condition=models.Q(closed_at=None, wakes_at=None, waiting_since__isnull=False),
                name="conversations_waiting",
            ),
        ),
        migrations.AddConstraint(
            "conversation",
            models.CheckConstraint(
                condition=models.Q(wakes_at=None, snoozed_by=None) | models.Q(wakes_at__isnull=False, closed_at=None),
                name="only_an_open_conversation_is_snoozed",
            ),
        ),
        migrations.AddConstraint(
            "conversation",
            models.CheckConstraint(condition=models.Q(priority__lte=4), name="a_priority_is_one_of_five"),
        ),
        migrations.RunSQL(DUE, DUE_DROP),
        migrations.RunSQL(OWED, migrations.RunSQL.noop),
    ]
