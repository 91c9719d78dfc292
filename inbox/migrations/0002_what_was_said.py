from django.db import migrations, models


class Migration(migrations.Migration):
    """What counts as unread (a reply or a note, not an event), and an index for those nobody has taken."""

    dependencies = [("inbox", "0001_initial")]

    operations = [
        migrations.AddField("conversation", "said_seq", models.PositiveBigIntegerField(default=0)),
        migrations.RunSQL("UPDATE inbox_conversation SET said_seq = seq", migrations.RunSQL.noop),
        migrations.AddIndex(
            "conversation",
            models.Index(
                fields=["firm", "inbox", "-active_at", "-id"],
                condition=models.Q(closed_at=None, assignee=None),
                name="conversations_unassigned",
            ),
        ),
    ]
