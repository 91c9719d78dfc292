import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel

CASCADE = django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    """Colleagues who are named in notes: a row each, the conversation says whom, a draft keeps them."""

    dependencies = [("inbox", "0025_who_a_visitor_is"), ("accounts", "0003_last_firm")]

    operations = [
        migrations.AddField(
            "conversation",
            "mentioned",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            "draft",
            "mentions",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("seq", models.PositiveBigIntegerField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "conversation",
                    core.models.FirmForeignKey(
                        db_index=False, on_delete=CASCADE, related_name="mentions", to="inbox.conversation"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False, editable=False, on_delete=CASCADE, related_name="+", to="accounts.firm"
                    ),
                ),
                (
                    "membership",
                    core.models.FirmForeignKey(
                        db_index=False, on_delete=CASCADE, related_name="mentions", to="accounts.membership"
                    ),
                ),
                (
                    "message",
                    core.models.FirmForeignKey(
                        db_index=False, on_delete=CASCADE, related_name="mentions", to="inbox.message"
                    ),
                ),
                (
                    "team",
                    core.models.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["firm", "membership", "conversation"], name="mentions_of_a_person"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["firm", "membership", "conversation"],
                        name="mentions_unread",
                    ),
                    models.Index(fields=["firm", "conversation", "membership"], name="mentions_in_a_conversation"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "membership"), name="a_note_mentions_a_person_once")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("Mention"),
    ]
