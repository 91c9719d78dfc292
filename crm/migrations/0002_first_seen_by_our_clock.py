from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="created_at",
            field=models.DateTimeField(default=core.clock.now, editable=False),
        ),
    ]
