from django.db import migrations, models


class Migration(migrations.Migration):
    """Texts of the firm's own, where the button stands and what it says, and whether visitors may send files."""

    dependencies = [
        ("inbox", "0032_what_clients_thought"),
    ]

    operations = [
        migrations.AddField(
            model_name="inbox",
            name="away_text",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="inbox",
            name="launcher",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name="inbox",
            name="offset",
            field=models.PositiveSmallIntegerField(default=20),
        ),
        migrations.AddField(
            model_name="inbox",
            name="side",
            field=models.CharField(choices=[("end", "end"), ("start", "start")], default="end", max_length=5),
        ),
        migrations.AddField(
            model_name="inbox",
            name="takes_files",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="inbox",
            name="title",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
