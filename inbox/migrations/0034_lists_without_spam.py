from django.db import migrations, models

ORDER = ["firm", "inbox", "-active_at", "-id"]
BY = {
    "conversations_closed": models.Q(closed_at__isnull=False, spam_at=None),
    "conversations_all": models.Q(spam_at=None),
}


class Migration(migrations.Migration):
    """The lists leave spam out, and so do their indexes: no spam is read to be thrown away."""

    dependencies = [
        ("inbox", "0033_how_a_chat_looks"),
    ]

    operations = [
        operation
        for name, condition in BY.items()
        for operation in (
            migrations.RemoveIndex(model_name="conversation", name=name),
            migrations.AddIndex(
                model_name="conversation", index=models.Index(fields=ORDER, condition=condition, name=name)
            ),
        )
    ]
