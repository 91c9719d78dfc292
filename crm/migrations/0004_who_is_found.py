import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import core.ids
import core.models
from core.fence import FenceModel


class Migration(migrations.Migration):
    """Contacts are found by the beginnings of their words."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("crm", "0003_two_are_one"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactWord",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("word", models.CharField(max_length=40)),
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
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(
                    ("merged_into", None), models.Q(("email", ""), ("name", ""), ("phone", ""), _negated=True)
                ),
                fields=["firm", "-created_at", "-id"],
                name="contacts_known",
            ),
        ),
        migrations.AddField(
            model_name="contactword",
            name="contact",
            field=core.models.FirmForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="words", to="crm.contact"
            ),
        ),
        migrations.AddField(
            model_name="contactword",
            name="firm",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.firm",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactword",
            constraint=models.UniqueConstraint(fields=("firm", "word", "contact"), name="a_word_finds_a_contact_once"),
        ),
        FenceModel("ContactWord"),
    ]
