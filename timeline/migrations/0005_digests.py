import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceField, FenceModel
from timeline.sql import DIGESTS_DUE, DIGESTS_DUE_DROP


class Migration(migrations.Migration):
    """Mails that sum up what is not read."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("timeline", "0004_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("undeliverable_at", models.DateTimeField(blank=True, null=True)),
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
                    "membership",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="digests", to="accounts.membership"
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
        FenceModel("Digest"),
        migrations.AddField(
            model_name="notification",
            name="digest",
            field=core.models.FirmForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notifications",
                to="timeline.digest",
            ),
        ),
        FenceField("Notification", "digest"),
        migrations.CreateModel(
            name="DigestTurn",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
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
                    "membership",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digest_turns",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="digest_turns_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("firm", "membership"), name="a_person_has_one_digest_turn")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("DigestTurn"),
        migrations.RunSQL(DIGESTS_DUE, DIGESTS_DUE_DROP),
    ]
