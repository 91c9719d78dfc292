from django.db import migrations

from inbox.sql import LEFT_BEHIND, LEFT_BEHIND_DROP


class Migration(migrations.Migration):
    """Which firms have uploads that were never sent, or browsers that never wrote."""

    dependencies = [("inbox", "0003_an_inbox_closes"), ("files", "0001_initial")]

    operations = [migrations.RunSQL(LEFT_BEHIND, LEFT_BEHIND_DROP)]
