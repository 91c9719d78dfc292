from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("inbox", "0016_who_waits_already")]

    operations = [
        AddIndexConcurrently(
            "conversation",
            models.Index(
                fields=["firm", "assignee", "-active_at", "-id"],
                condition=models.Q(assignee__isnull=False),
                name="conversations_of_somebody",
            ),
        ),
        AddIndexConcurrently(
            "conversation",
            models.Index(fields=["firm", "inbox", "unanswered_since", "id"], name="conversations_unanswered"),
        ),
    ]
