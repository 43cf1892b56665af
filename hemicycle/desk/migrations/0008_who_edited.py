"""Who edited each announcement, as its editions and the audit log say.

Where one of them has approved it and it is not released yet, that approval is void and it is in review again. What was
released stays as it was approved.
"""

from collections import defaultdict

from django.db import migrations
from django.utils import timezone

WRITING = ("desk.draft", "desk.edit", "desk.take_over", "desk.correct")
NOT_RELEASED = ("draft", "in_review", "approved", "scheduled", "missed")


def mark_editors(apps, schema_editor):
    approvals = apps.get_model("desk", "Approval").objects
    logged = _logged(apps)
    for row in apps.get_model("desk", "Announcement").objects.iterator():
        editors = {row.author_id, row.last_editor_id, *row.editions.values_list("editor", flat=True), *logged[row.pk]}
        standing = approvals.filter(announcement=row, part="approved", voided_at=None, by__in=editors)
        voided = row.state in NOT_RELEASED and standing.update(voided_at=timezone.now(), voided_why="own-work")
        if voided and row.state in ("approved", "scheduled"):
            row.state = "in_review"
            row.save(update_fields=["state"])
        editors -= set(standing.values_list("by", flat=True))
        for editor in sorted(editors):
            approvals.create(
                announcement=row, by_id=editor, part="edited", office_id=row.office_id, author_id=row.author_id,
                last_editor_id=editor,
            )  # fmt: skip


def forget_editors(apps, schema_editor):
    apps.get_model("desk", "Approval").objects.filter(part="edited").delete()


def _logged(apps):
    """Whom the log names, by the key of the announcement; whoever is not there any more approves nothing."""
    by_label = {f"user:{key}": key for key in apps.get_model("accounts", "User").objects.values_list("pk", flat=True)}
    found = defaultdict(set)
    entries = apps.get_model("rules", "AuditEntry").objects.filter(
        action__in=WRITING, about__startswith="desk.announcement:"
    )
    for actor, about in entries.values_list("actor", "about").iterator():
        if actor in by_label:
            found[int(about.rpartition(":")[2])].add(by_label[actor])
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0007_edited_by"),
        ("rules", "0001_audit_parameters_workers"),
    ]

    operations = [
        migrations.RunPython(mark_editors, forget_editors),
    ]
