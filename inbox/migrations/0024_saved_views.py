import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel


class Migration(migrations.Migration):
    """Saved views with their place for each person; what is done to many conversations at once."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("inbox", "0023_tags"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("deed", models.CharField(max_length=20)),
                ("value", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
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
                    "started_by",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "undoes",
                    core.models.FirmForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undone_by",
                        to="inbox.batch",
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
        migrations.CreateModel(
            name="View",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("icon", models.CharField(default="list-filter", max_length=20)),
                ("colour", models.CharField(blank=True, max_length=10)),
                ("filter", models.JSONField()),
                ("sort", models.CharField(default="newest", max_length=10)),
                (
                    "shared",
                    models.CharField(
                        choices=[("nobody", "Only me"), ("teams", "Teams"), ("firm", "Everybody")],
                        default="nobody",
                        max_length=6,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
                    "owner",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.membership"
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
        migrations.CreateModel(
            name="ViewTeam",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
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
                ("team", core.models.FirmForeignKey(on_delete=django.db.models.deletion.CASCADE, to="accounts.team")),
                ("view", core.models.FirmForeignKey(on_delete=django.db.models.deletion.CASCADE, to="inbox.view")),
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
            model_name="view",
            name="teams",
            field=models.ManyToManyField(related_name="+", through="inbox.ViewTeam", to="accounts.team"),
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("conversation_id", models.UUIDField()),
                ("position", models.PositiveIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("same", "Same"),
                            ("refused", "Refused"),
                            ("moved", "Moved"),
                            ("gone", "Gone"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("who", models.CharField(blank=True, max_length=200)),
                (
                    "batch",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="inbox.batch"
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="an_item_has_its_own_place_in_a_batch")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ViewPlace",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("pinned", models.BooleanField(default=True)),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.membership"
                    ),
                ),
                (
                    "view",
                    core.models.FirmForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="inbox.view"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("view", "membership"), name="a_view_has_one_place_for_a_person")
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddConstraint(
            model_name="viewteam",
            constraint=models.UniqueConstraint(fields=("view", "team"), name="a_team_sees_a_view_once"),
        ),
        migrations.AddIndex(
            model_name="view",
            index=models.Index(fields=["firm", "owner"], name="views_of_an_owner"),
        ),
        FenceModel("Batch"),
        FenceModel("View"),
        FenceModel("ViewTeam"),
        FenceModel("BatchItem"),
        FenceModel("ViewPlace"),
    ]
