import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel


class Migration(migrations.Migration):
    """Clients who may not write any more, and what nobody asked for."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("crm", "0003_two_are_one"),
        ("inbox", "0028_followed_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "addresses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
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
            name="spam_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="visitor",
            name="address",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("spam_at__isnull", False)),
                fields=["firm", "inbox", "-active_at", "-id"],
                name="conversations_spam",
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="by",
            field=core.models.FirmForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.membership"
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="contact",
            field=core.models.FirmForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="crm.contact"
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="firm",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.firm",
            ),
        ),
        migrations.AddIndex(
            model_name="block",
            index=models.Index(fields=["firm", "-created_at", "-id"], name="blocks_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(fields=("contact",), name="a_client_is_blocked_once"),
        ),
        FenceModel("Block"),
    ]
