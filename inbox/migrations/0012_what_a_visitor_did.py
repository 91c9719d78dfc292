from django.db import migrations, models


class Migration(migrations.Migration):
    """The firm's own pages may say what a visitor did there; the newest steps stand beside the conversation."""

    dependencies = [("inbox", "0011_found_by_their_words")]

    operations = [migrations.AddField("visitor", "trail", models.JSONField(default=list))]
