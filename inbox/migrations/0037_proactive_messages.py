import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel

CASCADE = django.db.models.deletion.CASCADE
AUDIENCES = [
    ("everyone", "Everyone"),
    ("first", "Who is on your website for the first time"),
    ("returning", "Who has been there before"),
    ("known", "Who is signed in there"),
]


class Migration(migrations.Migration):
    """With what the website chat begins by itself."""

    dependencies = [("inbox", "0036_followers"), ("accounts", "0003_last_firm")]

    operations = [
        migrations.CreateModel(
            name="ProactiveMessage",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=300)),
                (
                    "pages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("after_seconds", models.PositiveSmallIntegerField(default=10)),
                ("audience", models.CharField(choices=AUDIENCES, default="everyone", max_length=9)),
                (
                    "repeat",
                    models.CharField(
                        choices=[("visitor", "Once"), ("visit", "Once each visit")], default="visitor", max_length=7
                    ),
                ),
                ("open_only", models.BooleanField(default=True)),
                ("on", models.BooleanField(default=True)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False, editable=False, on_delete=CASCADE, related_name="+", to="accounts.firm"
                    ),
                ),
                (
                    "inbox",
                    core.models.FirmForeignKey(
                        db_index=False, on_delete=CASCADE, related_name="proactive_messages", to="inbox.inbox"
                    ),
                ),
            ],
            options={
                "ordering": ["place", "pk"],
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["firm", "inbox", "place"], name="proactive_messages_in_order")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("ProactiveMessage"),
    ]
