from django.db import migrations, models


class Migration(migrations.Migration):
    """A file whose message was deleted gives its bytes to nobody."""

    dependencies = [("files", "0001_initial")]

    operations = [migrations.AddField("file", "is_withheld", models.BooleanField(default=False))]
