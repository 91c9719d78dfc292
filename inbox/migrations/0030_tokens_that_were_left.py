from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether somebody signed out with a token is asked on each page."""

    dependencies = [
        ("accounts", "0003_last_firm"),
        ("crm", "0003_two_are_one"),
        ("inbox", "0029_blocked_and_spam"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="visitor",
            index=models.Index(
                condition=models.Q(("ended", "forgotten")),
                fields=["firm", "inbox", "identified_by"],
                name="tokens_that_were_left",
            ),
        ),
    ]
