import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
from core.fence import FenceModel
from inbox.sql import DUE_ALONE, DUE_OR_SILENT


class Migration(migrations.Migration):
    """After how many days without an answer conversations come back, and when each does."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("crm", "0002_first_seen_by_our_clock"),
        ("inbox", "0027_found_by_tag"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUpRules",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("days", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="conversation",
            name="follow_up_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("follow_up_at__isnull", False)),
                fields=["follow_up_at", "id"],
                name="conversations_by_follow_up",
            ),
        ),
        migrations.AddField(
            model_name="followuprules",
            name="firm",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.firm",
            ),
        ),
        migrations.AddConstraint(
            model_name="followuprules",
            constraint=models.UniqueConstraint(fields=("firm",), name="a_firm_has_one_set_of_follow_up_rules"),
        ),
        FenceModel("FollowUpRules"),
        migrations.RunSQL(DUE_OR_SILENT, DUE_ALONE),
    ]
