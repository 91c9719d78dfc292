import django.db.models.deletion
from django.db import migrations

import core.models
from core.fence import FenceField


class Migration(migrations.Migration):
    """A contact that turned out to be another leads to it."""

    dependencies = [
        ("crm", "0002_first_seen_by_our_clock"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="merged_into",
            field=core.models.FirmForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="crm.contact",
            ),
        ),
        FenceField("Contact", "merged_into"),
    ]
