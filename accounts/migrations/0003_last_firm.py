from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_tokens_and_mailed_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="last_firm_id",
            field=models.BigIntegerField(null=True),
        ),
    ]
