from django.db import migrations, models


class Migration(migrations.Migration):
    """What visitors wrote of themselves, apart from what colleagues know of them."""

    dependencies = [("inbox", "0005_a_team_behind_an_inbox_stays")]

    operations = [migrations.AddField("visitor", "told", models.JSONField(default=dict))]
