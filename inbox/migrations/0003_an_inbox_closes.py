from django.db import migrations, models


class Migration(migrations.Migration):
    """A closed inbox keeps its conversations and takes no more messages from visitors."""

    dependencies = [("inbox", "0002_what_was_said")]

    operations = [migrations.AddField("inbox", "closed_at", models.DateTimeField(null=True, blank=True))]
