from django.db import migrations, models


class Migration(migrations.Migration):
    """A message that is sent forgets its own draft, not that of the next one."""

    dependencies = [("inbox", "0007_leftovers_of_colleagues")]

    operations = [migrations.AddField("draft", "message_id", models.UUIDField(null=True))]
