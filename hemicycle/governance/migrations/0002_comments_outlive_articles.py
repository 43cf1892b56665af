"""A comment names its article by key: what was said of an article that was removed stays."""

from django.db import migrations, models


def name_articles(apps, schema_editor):
    comment = apps.get_model("governance", "Comment")
    for row in comment.objects.exclude(article=None).select_related("article"):
        comment.objects.filter(pk=row.pk).update(article_key=row.article.key)


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_policies")]

    operations = [
        migrations.AddField("comment", "article_key", models.SlugField(blank=True, default="", max_length=60)),
        migrations.RunPython(name_articles, migrations.RunPython.noop),
        migrations.RemoveField("comment", "article"),
        migrations.RenameField("comment", "article_key", "article"),
        migrations.AlterField("comment", "article", models.SlugField(blank=True, max_length=60)),
    ]
