import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel

QUOTES_ITS_OWN_FIRM = """
ALTER TABLE inbox_message ADD CONSTRAINT inbox_message_quoted_id_same_firm
FOREIGN KEY (firm_id, quoted_id) REFERENCES inbox_message (firm_id, id) DEFERRABLE INITIALLY DEFERRED
"""
QUOTES_ANY = "ALTER TABLE inbox_message DROP CONSTRAINT inbox_message_quoted_id_same_firm"


def to(model: str, **options: object) -> core.models.FirmForeignKey:
    return core.models.FirmForeignKey(
        **{"on_delete": django.db.models.deletion.CASCADE, "related_name": "+", "to": model} | options
    )


class Migration(migrations.Migration):
    """A message may answer a certain one, and people put emoji on messages."""

    dependencies = [("inbox", "0017_lists_sorted_otherwise")]

    operations = [
        migrations.AddField(
            "message",
            "quoted",
            to(
                "inbox.message",
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="quoted_by",
            ),
        ),
        migrations.RunSQL(QUOTES_ITS_OWN_FIRM, QUOTES_ANY),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("emoji", models.CharField(max_length=32)),
                ("created_at", models.DateTimeField()),
                ("author", to("accounts.membership", null=True)),
                ("contact", to("crm.contact", null=True)),
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
                ("message", to("inbox.message", related_name="reactions")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["message", "author", "emoji"], name="a_colleague_puts_an_emoji_on_a_message_once"
                    ),
                    models.UniqueConstraint(
                        fields=["message", "contact", "emoji"], name="a_client_puts_an_emoji_on_a_message_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("author", None), ("contact__isnull", False)),
                            models.Q(("author__isnull", False), ("contact", None)),
                            _connector="OR",
                        ),
                        name="a_reaction_is_of_one_person",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("Reaction"),
    ]
