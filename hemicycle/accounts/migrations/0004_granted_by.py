"""Who gave each role, as the audit log says. What waits is given anew: whoever gave themselves such a role needs a second
person for it, as everybody does from now on."""

from django.db import migrations

CONFIRMED = ("editor", "researcher", "clerk", "administrator")


def say_who_gave_them(apps, schema_editor):
    assignments, entries = apps.get_model("accounts", "Assignment"), apps.get_model("rules", "AuditEntry")
    users = apps.get_model("accounts", "User").objects
    by_label = {f"user:{key}": key for key in users.values_list("pk", flat=True)}
    for row in assignments.objects.select_related("office"):
        given = entries.objects.filter(
            action="accounts.assign", about=f"accounts.user:{row.user_id}", office=row.office.slug
        )
        # The last one that gave this role: it may have been withdrawn and given again.
        said = [entry.actor for entry in given.order_by("-sequence") if entry.facts.get("role") == row.role][:1]
        by = by_label.get(said[0]) if said else None
        if by == row.user_id:
            _give_anew(apps, row)
        elif by is not None:
            assignments.objects.filter(pk=row.pk).update(granted_by=by)


def _give_anew(apps, row):
    if row.role in CONFIRMED:
        apps.get_model("accounts", "PendingAssignment").objects.create(
            user_id=row.user_id, office_id=row.office_id, role=row.role
        )
        row.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_confirmed_roles"),
        ("rules", "0001_audit_parameters_workers"),
    ]

    operations = [
        migrations.RunPython(say_who_gave_them, migrations.RunPython.noop),
    ]
