import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel
from inbox.search.sql import GOES_ALONE, GOES_WITH_ITS_LINE, LEXEMES, LEXEMES_DROP


class Migration(migrations.Migration):
    """The words of each line, from now on written with it. What was said before follows in 0010, the index in 0011."""

    dependencies = [("inbox", "0008_which_message_a_draft_is_of"), ("files", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="IndexedLine",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("said_at", models.DateTimeField()),
                ("side", models.CharField(max_length=6)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "conversation",
                    core.models.FirmForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                    "inbox",
                    core.models.FirmForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.inbox",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["firm", "-said_at", "-id"], name="indexed_lines_newest_first"),
                    models.Index(fields=["firm", "conversation", "-said_at"], name="indexed_lines_of_a_thread"),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("IndexedLine"),
        migrations.RunSQL(GOES_WITH_ITS_LINE, GOES_ALONE),
        migrations.RunSQL(LEXEMES, LEXEMES_DROP),
    ]
