import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel


class Migration(migrations.Migration):
    """Tags of a firm, and which conversations have them."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("inbox", "0022_split"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("teal", "Teal"),
                            ("blue", "Blue"),
                            ("purple", "Purple"),
                            ("pink", "Pink"),
                            ("red", "Red"),
                            ("yellow", "Yellow"),
                            ("green", "Green"),
                            ("grey", "Grey"),
                        ],
                        default="grey",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
        FenceModel("Tag"),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "conversation",
                    core.models.FirmForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taggings",
                        to="inbox.conversation",
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
                    "tag",
                    core.models.FirmForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taggings",
                        to="inbox.tag",
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
        FenceModel("Tagging"),
        migrations.AddConstraint(
            model_name="tag",
            constraint=models.UniqueConstraint(fields=("firm", "key"), name="a_tag_name_is_unique_in_its_firm"),
        ),
        migrations.AddIndex(
            model_name="tagging",
            index=models.Index(fields=["firm", "tag", "conversation"], name="taggings_of_a_tag"),
        ),
        migrations.AddConstraint(
            model_name="tagging",
            constraint=models.UniqueConstraint(
                fields=("firm", "conversation", "tag"), name="a_conversation_has_a_tag_once"
            ),
        ),
    ]
