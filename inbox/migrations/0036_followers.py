import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel

CASCADE = django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    """Colleagues who want to know what is said in a conversation that another one has."""

    dependencies = [("inbox", "0035_giving_out"), ("accounts", "0003_last_firm")]

    operations = [
        migrations.CreateModel(
            name="Follower",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "conversation",
                    core.models.FirmForeignKey(
                        db_index=False, on_delete=CASCADE, related_name="followers", to="inbox.conversation"
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
                        db_index=False, on_delete=CASCADE, related_name="+", to="accounts.membership"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "across_firms",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["firm", "membership", "conversation"], name="followed_by_a_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "conversation", "membership"), name="a_person_follows_a_conversation_once"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("across_firms", django.db.models.manager.Manager()),
            ],
        ),
        FenceModel("Follower"),
    ]
