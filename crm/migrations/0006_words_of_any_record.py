from django.db import migrations, models


class Migration(migrations.Migration):
    """What found contacts finds records of every kind. The rows stay where they are."""

    dependencies = [("crm", "0005_who_was_there_before")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE crm_contactword DROP CONSTRAINT crm_contactword_contact_id_same_firm", migrations.RunSQL.noop
        ),
        migrations.RemoveConstraint(model_name="contactword", name="a_word_finds_a_contact_once"),
        migrations.RenameModel("ContactWord", "RecordWord"),
        migrations.AlterField(model_name="recordword", name="contact", field=models.UUIDField(db_column="contact_id")),
        migrations.RenameField(model_name="recordword", old_name="contact", new_name="record_id"),
        migrations.AlterField(model_name="recordword", name="record_id", field=models.UUIDField()),
        migrations.AddField(
            model_name="recordword",
            name="kind",
            field=models.CharField(default="contact", max_length=12),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="recordword",
            constraint=models.UniqueConstraint(
                fields=("firm", "kind", "word", "record_id"), name="a_word_finds_a_record_once"
            ),
        ),
        migrations.AddIndex(
            model_name="recordword", index=models.Index(fields=["firm", "record_id"], name="words_of_a_record")
        ),
    ]
