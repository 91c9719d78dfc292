from django.db import migrations

from ledger import sql


class Migration(migrations.Migration):
    """Events, streams, audit and cursors, in SQL because two of them are partitioned by day."""

    initial = True
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL([sql.TABLES, sql.WALLS, *sql.FUNCTIONS], sql.BACKWARDS)]
