import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel
from inbox.sql import LEFT_BEHIND_AND_BINS, LEFT_BEHIND_BY_ALL

MANAGERS = [
    ("objects", django.db.models.manager.Manager()),
    ("across_firms", django.db.models.manager.Manager()),
]
OPTIONS = {"abstract": False, "base_manager_name": "across_firms", "default_manager_name": "objects"}
ID = ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False))
FIRM = (
    "firm",
    models.ForeignKey(
        db_index=False,
        editable=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="accounts.firm",
    ),
)
OF_ONE_FIRM = """
ALTER TABLE inbox_message ADD CONSTRAINT inbox_message_deleted_by_id_same_firm
FOREIGN KEY (firm_id, deleted_by_id) REFERENCES accounts_membership (firm_id, id) DEFERRABLE INITIALLY DEFERRED
"""
OF_ANY = "ALTER TABLE inbox_message DROP CONSTRAINT inbox_message_deleted_by_id_same_firm"


class Migration(migrations.Migration):
    """Messages are edited and deleted; how they read before is kept, and a firm says for how long a reply may change."""

    dependencies = [("inbox", "0013_put_aside"), ("files", "0002_withheld")]

    operations = [
        migrations.AddField("message", "edited_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("message", "deleted_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "message",
            "deleted_by",
            core.models.FirmForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.RunSQL(OF_ONE_FIRM, OF_ANY),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(("deleted_at", None), ("body", ""), _connector="OR"),
                name="a_deleted_line_says_nothing",
            ),
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ID,
                ("body", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField()),
                FIRM,
                (
                    "message",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="inbox.message"
                    ),
                ),
                (
                    "replaced_by",
                    core.models.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options=OPTIONS
            | {"indexes": [models.Index(fields=["firm", "message", "replaced_at"], name="wordings_of_a_message")]},
            managers=MANAGERS,
        ),
        FenceModel("Wording"),
        migrations.CreateModel(
            name="WritingRules",
            fields=[ID, ("edit_minutes", models.PositiveIntegerField(default=15)), FIRM],
            options=OPTIONS
            | {
                "constraints": [
                    models.UniqueConstraint(fields=["firm"], name="a_firm_has_one_set_of_writing_rules"),
                ]
            },
            managers=MANAGERS,
        ),
        FenceModel("WritingRules"),
        migrations.RunSQL(LEFT_BEHIND_AND_BINS, LEFT_BEHIND_BY_ALL),
    ]
