from django.db import migrations, models

from inbox.sql import ROUTING, ROUTING_DROP


class Migration(migrations.Migration):
    """To whom an inbox gives what nobody has."""

    dependencies = [
        ("inbox", "0034_lists_without_spam"),
    ]

    operations = [
        migrations.AddField(
            model_name="inbox",
            name="routing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Nobody: colleagues take them"),
                    ("turn", "In turn, one after the other"),
                    ("least", "Whoever has the fewest open conversations"),
                ],
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="inbox",
            name="routing_most",
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AddField(
            model_name="inbox",
            name="routing_turn",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(ROUTING, ROUTING_DROP),
    ]
