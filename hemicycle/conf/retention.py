"""How long the tables of the wiring keep what."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.rules.retention import register

register(
    "sessions.Session",
    name=_("Sessions of people who sign in"),
    keeps=timedelta(days=1),
    counted_from="expire_date",
    why=_("A session is of no use once it has expired; the extra day allows for clocks that differ."),
)
register(
    "django_tasks_database.DBTaskResult",
    name=_("Calls that wake the workers"),
    keeps=timedelta(days=1),
    counted_from="enqueued_at",
    why=_("A wake-up call; the worker it wakes deletes it."),
)
