"""The files of all announcements become items of the library of their office: the same file once.

An item has the words of the announcement that described it last; its rights are still to be stated. On its own, as
PostgreSQL changes no table in the transaction that filled it.
"""

import unicodedata

from django.db import migrations

SAID = ("alternatives", "captions", "words", "decorative")


def into_library(apps, schema_editor):
    items = apps.get_model("desk", "LibraryItem").objects
    rows = apps.get_model("desk", "MediaFile").objects.select_related("announcement").order_by("pk")
    for row in rows.iterator():
        office = row.announcement.office_id
        item = items.filter(office=office, digest=row.digest).first()
        if item is None:
            item = items.model(
                office_id=office, digest=row.digest, kind=row.kind, file=row.file.name, content_type=row.content_type,
                name=row.name, added_by_id=row.announcement.author_id, added_at=row.announcement.opened_at,
            )  # fmt: skip
        for name in SAID:
            setattr(item, name, getattr(row, name) or getattr(item, name))
        item.searched = _folded(" ".join((item.name, *item.alternatives.values(), *item.words.values())))
        item.save()
        row.item = item
        row.save(update_fields=["item"])


def out_of_library(apps, schema_editor):
    for row in apps.get_model("desk", "MediaFile").objects.select_related("item").iterator():
        for name in ("kind", "content_type", "name", "digest"):
            setattr(row, name, getattr(row.item, name))
        row.file = row.item.file.name
        row.item = None
        row.save()
    apps.get_model("desk", "LibraryItem").objects.all().delete()


def _folded(text):
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0013_media_library"),
    ]

    operations = [
        migrations.RunPython(into_library, out_of_library),
    ]
