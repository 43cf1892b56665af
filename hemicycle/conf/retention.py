"""How long the tables of the wiring keep what."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.rules.retention import register

register(
    "sessions.Session",
    keeps=timedelta(days=1),
    counted_from="expire_date",
    why=_("A sign-in is of no use once it has run out; the day is for clocks that differ."),
)
register(
    "django_tasks_database.DBTaskResult",
    keeps=timedelta(days=1),
    counted_from="enqueued_at",
    why=_("A nudge; the worker it wakes removes it."),
)
