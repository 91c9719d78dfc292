from django.db import migrations

from inbox.sql import LEFT_BEHIND_BY_ALL, LEFT_BEHIND_BY_VISITORS


class Migration(migrations.Migration):
    """Which firms have leftovers: files that colleagues brought and never sent count too."""

    dependencies = [("inbox", "0006_what_a_visitor_told")]

    operations = [migrations.RunSQL(LEFT_BEHIND_BY_ALL, LEFT_BEHIND_BY_VISITORS)]
