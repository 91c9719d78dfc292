from django.db import migrations

from inbox.search.sql import SEARCH_ANEW, UNTAGGED_SEARCH_DROP


class Migration(migrations.Migration):
    """The search asks for tags too. A new installation has it so already."""

    dependencies = [("inbox", "0026_mentions")]

    operations = [
        migrations.RunSQL(UNTAGGED_SEARCH_DROP, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH_ANEW, migrations.RunSQL.noop),
    ]
