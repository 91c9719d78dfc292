from django.db import migrations, models


class Migration(migrations.Migration):
    """Calls, mails, meetings and texts are logged too, and how they went."""

    dependencies = [
        ("timeline", "0007_timelines"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("connected", "Connected"),
                    ("voicemail", "Left a voicemail"),
                    ("no_answer", "No answer"),
                    ("busy", "Busy"),
                    ("wrong_number", "Wrong number"),
                    ("sent", "Sent"),
                    ("received", "Received"),
                    ("held", "Took place"),
                    ("moved", "Moved to another time"),
                    ("missed", "They did not come"),
                    ("called_off", "Called off"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("note", "Note"),
                    ("call", "Call"),
                    ("email", "Email"),
                    ("meeting", "Meeting"),
                    ("text", "Text message"),
                ],
                max_length=12,
            ),
        ),
    ]
