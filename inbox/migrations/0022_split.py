import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel


class Migration(migrations.Migration):
    """Which conversation was made from lines of which."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("inbox", "0021_merged"),
    ]

    operations = [
        migrations.CreateModel(
            name="Split",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "branch",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="split_from", to="inbox.conversation"
                    ),
                ),
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
                    "origin",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="splits", to="inbox.conversation"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("origin", models.F("branch")), _negated=True),
                        name="a_conversation_is_not_split_from_itself",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("Split"),
    ]
