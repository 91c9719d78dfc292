import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel
from inbox.sql import OUTGOING_DUE, OUTGOING_DUE_DROP, WAITS_ALONE, WAITS_WITH


class Migration(migrations.Migration):
    """Replies that are held to be undone, or scheduled, with the files that go with them."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("inbox", "0019_macros"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("body", models.TextField(blank=True)),
                ("due_at", models.DateTimeField()),
                ("is_scheduled", models.BooleanField(default=False)),
                ("seen", models.PositiveBigIntegerField(null=True)),
                (
                    "stopped",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "Moved"),
                            ("closed", "Closed"),
                            ("assigned", "Assigned"),
                            ("lost", "Lost"),
                            ("left", "Left"),
                            ("undone", "Undone"),
                        ],
                        max_length=8,
                    ),
                ),
                ("quotes", models.UUIDField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "conversation",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outgoing", to="inbox.conversation"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.firm",
                    ),
                ),
                (
                    "with_whom",
                    core.models.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
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
        FenceModel("Outgoing"),
        migrations.AddField(
            model_name="attachment",
            name="outgoing",
            field=core.models.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="attachments",
                to="inbox.outgoing",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(
                condition=models.Q(("stopped", ""), ("taken_back_at", None)),
                fields=["due_at"],
                name="outgoing_by_its_time",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(fields=["firm", "conversation"], name="outgoing_of_conversation"),
        ),
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(fields=["firm", "author", "due_at"], name="outgoing_of_person"),
        ),
        migrations.RunSQL(WAITS_WITH, WAITS_ALONE),
        migrations.RunSQL(OUTGOING_DUE, OUTGOING_DUE_DROP),
    ]
