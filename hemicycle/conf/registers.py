"""What conf registers at start: how workers are woken, and what the operator is warned of."""

from django.core import checks

from hemicycle.rules import personal_data, work

from . import dates, deployment, worker

dates.install()
work.register_wake(worker.claim_waiting.enqueue)
for _warning in deployment.WARNINGS:
    checks.register(_warning, checks.Tags.security)
personal_data.register_without("django_tasks_database.DBTaskResult", why="A call that wakes a worker says nothing.")
