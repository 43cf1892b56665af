"""Whether this installation is well, for a monitor: no names, no versions, no secrets."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from hemicycle.accounts.permissions import allow
from hemicycle.rules.models import WorkerSeen

# A worker gives a sign of life every 15 seconds; four missed ones are an outage.
SILENCE = timedelta(seconds=60)


@allow(public=True)
def health(request: HttpRequest) -> JsonResponse:
    """200 when the web side can serve; the worker's age is told, and does not make the web side unwell."""
    try:
        pending = pending_migrations()
        age = _worker_age()
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    found = {
        "database": True,
        "migrations": pending == 0,
        "worker": age is not None and age <= SILENCE.total_seconds(),
        "worker_seen_seconds_ago": age,
    }
    return JsonResponse(found, status=200 if pending == 0 else 503)


def pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _worker_age() -> int | None:
    seen = WorkerSeen.objects.order_by("-at").values_list("at", flat=True).first()
    return None if seen is None else round((timezone.now() - seen).total_seconds())
