"""Whether this installation is well, for a monitor: no names, no versions, no secrets."""

from datetime import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from hemicycle.accounts.models import AccountMail
from hemicycle.accounts.permissions import allow
from hemicycle.channels import watch
from hemicycle.channels.models import Pause
from hemicycle.desk.models import Announcement
from hemicycle.desk.showing.board import lateness
from hemicycle.rules.work import SILENCE, last_seen


@allow(public=True)
def health(request: HttpRequest) -> JsonResponse:
    """200 when the web side can serve; what the workers have not done is told, and does not make it unwell."""
    try:
        pending = pending_migrations()
        found = {"database": True, "migrations": pending == 0} | (_work() if pending == 0 else {})
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse(found, status=200 if pending == 0 else 503)


def pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _work() -> dict[str, bool | int | None]:
    """`on_time` is the alarm: false when a message or an announcement is later than the House allows, and nothing is
    paused. The ages are those of the oldest that should have left by now, null where there is none."""
    age, paused = _seconds_since(last_seen()), Pause.objects.in_force().exists()
    announcement = Announcement.objects.oldest_overdue(lateness())
    return {
        "worker": age is not None and age <= SILENCE.total_seconds(),
        "worker_seen_seconds_ago": age,
        "paused": paused,
        "on_time": paused or (watch.late_since() is None and announcement is None),
        "oldest_message_due_seconds_ago": _seconds_since(watch.oldest_due()),
        "oldest_announcement_due_seconds_ago": _seconds_since(announcement),
        "account_mail": not AccountMail.objects.in_trouble().exists(),
    }


def _seconds_since(moment: datetime | None) -> int | None:
    return None if moment is None else round((timezone.now() - moment).total_seconds())
