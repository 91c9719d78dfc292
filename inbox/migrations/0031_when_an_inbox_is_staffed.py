from django.db import migrations, models


class Migration(migrations.Migration):
    """Business hours of an inbox, with the days on which nobody is there."""

    dependencies = [("inbox", "0030_tokens_that_were_left")]

    operations = [migrations.AddField("inbox", "hours", models.JSONField(blank=True, default=dict))]
