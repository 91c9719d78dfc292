import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel
from timeline.sql import TAKE_ENDPOINT, TAKE_ENDPOINT_DROP


class Migration(migrations.Migration):
    """Browsers that people are told in with no tab open."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("timeline", "0003_files_come_along"),
    ]

    operations = [
        migrations.CreateModel(
            name="PushDevice",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("endpoint", models.CharField(max_length=1000)),
                ("p256dh", models.CharField(max_length=88)),
                ("auth", models.CharField(max_length=24)),
                ("session", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="push_devices",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["firm", "membership", "created_at"], name="push_devices_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("endpoint",), name="an_endpoint_belongs_to_one_person")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("PushDevice"),
        migrations.RunSQL(TAKE_ENDPOINT, TAKE_ENDPOINT_DROP),
    ]
