from django.db import migrations

from inbox.search.sql import INDEX, INDEX_DROP, LEFT_OUT, LEFT_OUT_DROP, SEARCH, SEARCH_DROP


class Migration(migrations.Migration):
    """The index, made once the rows are there and without stopping those who write, and the functions that ask it."""

    atomic = False
    dependencies = [("inbox", "0010_what_was_said_before")]

    operations = [
        migrations.RunSQL(INDEX, INDEX_DROP),
        migrations.RunSQL(SEARCH, SEARCH_DROP),
        migrations.RunSQL(LEFT_OUT, LEFT_OUT_DROP),
    ]
