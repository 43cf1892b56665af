"""Whether this installation is well, for a monitor: no names, no versions, no secrets."""

import tempfile
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from hemicycle.accounts.models import AccountMail
from hemicycle.accounts.permissions import allow
from hemicycle.channels.models import Pause
from hemicycle.channels.status import monitoring
from hemicycle.conf.errors import CannotStart
from hemicycle.desk.models import Announcement
from hemicycle.desk.periods import not_waiting
from hemicycle.desk.presenters.board import lateness
from hemicycle.rules.models import HealthProbe
from hemicycle.rules.work import SILENCE, last_seen

log = structlog.get_logger("hemicycle.health")

# Monitors ask every ten seconds or more seldom; whoever asks without end makes no writes without end.
PROOF_HOLDS = timedelta(seconds=5)
# More than the smallest files that file systems keep within their own tables (4 KiB), less than anybody notices.
PROBE_BYTES = 64 * 1024


@allow(public=True)
def health(request: HttpRequest) -> JsonResponse:
    """200 when the web side can serve and write; what workers have not done is told, and does not make it unwell."""
    try:
        pending = pending_migrations()
        work = _work() if pending == 0 else {}
    except DatabaseError:
        return JsonResponse({"database": False, "problems": ["The database cannot be reached."]}, status=503)
    if pending:
        problems = ["The database is not up to date: run `hemicycle prepare`."]
        return JsonResponse({"database": True, "migrations": False, "problems": problems}, status=503)
    unwritable = {"database_writable": _database_trouble(), "home_writable": _home_trouble()}
    problems = [trouble for trouble in unwritable.values() if trouble]
    found = {"database": True, "migrations": True} | {name: not trouble for name, trouble in unwritable.items()} | work
    if problems:
        # What cannot be written down as sent does not leave.
        found["on_time"] = False
    return JsonResponse(found | {"problems": problems}, status=503 if problems else 200)


def _database_trouble() -> str:
    """Why the database cannot be written, for its operator; "" where it can.

    A row is written and kept: what is rolled back never comes to the disk. Several who ask at once share a proof.
    """
    now = timezone.now()
    try:
        if not HealthProbe.objects.filter(at__gt=now - PROOF_HOLDS).exists():
            HealthProbe.objects.update_or_create(pk=1, defaults={"at": now})
    except DatabaseError as error:
        log.error("database cannot be written", reason=str(error)[:200])
        return "The database cannot be written: its disk is full, or it may only be read. Nothing can be saved."
    return ""


def _home_trouble() -> str:
    """The same of the home folder, where uploads, the search and what is cached are."""
    try:
        with tempfile.TemporaryFile(dir=settings.HOME, buffering=0) as file:
            file.write(bytes(PROBE_BYTES))
    except OSError as error:
        log.error("home folder cannot be written", reason=error.strerror or type(error).__name__)
        return f"The home folder cannot be written: {error.strerror}. Free space on its disk, or mend its permissions."
    return ""


def pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_unless_migrated() -> None:
    if pending_migrations():
        raise CannotStart("The database is not up to date: run `hemicycle prepare` first.")


def _work() -> dict[str, bool | int | None]:
    """`on_time` is the alarm: false when a message or an announcement is later than the House allows, and nothing is
    paused. The ages are those of the oldest that should have left by now, null where there is none."""
    age, paused = _seconds_since(last_seen()), Pause.objects.in_force().exists()
    announcement, _overdue = not_waiting(Announcement.objects.all()).overdue_since(lateness())
    return {
        "worker": age is not None and age <= SILENCE.total_seconds(),
        "worker_seen_seconds_ago": age,
        "paused": paused,
        "on_time": paused or (monitoring.late_since() is None and announcement is None),
        "oldest_message_due_seconds_ago": _seconds_since(monitoring.oldest_due()),
        "oldest_announcement_due_seconds_ago": _seconds_since(announcement),
        "account_mail": not AccountMail.objects.in_trouble().exists(),
    }


def _seconds_since(moment: datetime | None) -> int | None:
    return None if moment is None else round((timezone.now() - moment).total_seconds())
