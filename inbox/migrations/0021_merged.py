import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel


class Migration(migrations.Migration):
    """Which conversations were merged, and how to separate them."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("inbox", "0020_what_waits_to_be_sent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("gone", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("was", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("lines", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("moved", models.JSONField(default=dict)),
                (
                    "by",
                    core.models.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
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
                    "inbox",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="inbox.inbox"
                    ),
                ),
                (
                    "survivor",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="inbox.conversation"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("firm", "gone"), name="a_conversation_is_merged_once")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("Merge"),
    ]
