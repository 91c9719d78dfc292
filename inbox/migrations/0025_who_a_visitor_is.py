import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceField, FenceModel
from inbox.sql import WITH_KEYS, WITH_KEYS_DROP


class Migration(migrations.Migration):
    """Keys that tokens are checked with, whom they name, and which browsers and conversations are theirs."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("crm", "0003_two_are_one"),
        ("inbox", "0024_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="inbox",
            name="identity_required",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="visitor",
            name="ended",
            field=models.CharField(
                blank=True,
                choices=[("identified", "Identified"), ("forgotten", "Forgotten"), ("blocked", "Blocked")],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="identified_by",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name="IdentityKey",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "algorithm",
                    models.CharField(
                        choices=[("HS256", "Hs256"), ("ES256", "Es256"), ("EdDSA", "Eddsa")], max_length=5
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("ending", models.CharField(max_length=4)),
                ("created_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="identity_keys", to="inbox.inbox"
                    ),
                ),
                (
                    "made_by",
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
        FenceModel("IdentityKey"),
        migrations.CreateModel(
            name="VisitorIdentity",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=255)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("created_at", models.DateTimeField()),
                (
                    "contact",
                    core.models.FirmForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="identities",
                        to="crm.contact",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="identities", to="inbox.inbox"
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
        FenceModel("VisitorIdentity"),
        migrations.AddField(
            model_name="conversation",
            name="identity",
            field=core.models.FirmForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conversations",
                to="inbox.visitoridentity",
            ),
        ),
        migrations.AddField(
            model_name="visitor",
            name="identity",
            field=core.models.FirmForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visitors",
                to="inbox.visitoridentity",
            ),
        ),
        FenceField("Conversation", "identity"),
        FenceField("Visitor", "identity"),
        migrations.RunSQL(WITH_KEYS, WITH_KEYS_DROP),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("identity__isnull", False)),
                fields=["firm", "identity", "-active_at"],
                name="conversations_of_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitoridentity",
            constraint=models.UniqueConstraint(fields=("inbox", "subject"), name="a_subject_is_known_once_in_an_inbox"),
        ),
    ]
