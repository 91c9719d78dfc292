import datetime

from django.db import migrations, models

NEVER = datetime.datetime(2250, 1, 1, tzinfo=datetime.UTC)


class Migration(migrations.Migration):
    """A new column with a constant default: nothing is written anew."""

    dependencies = [("inbox", "0014_edited_and_deleted")]

    operations = [
        migrations.AddField("conversation", "unanswered_since", models.DateTimeField(default=NEVER, db_default=NEVER)),
    ]
