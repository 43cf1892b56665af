"""Which messages may threaten somebody, which the app above knows: those that were reported, and those that only look
like it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Inbound

Keys = Callable[[Office], QuerySet[Any, Any]]


def _none(_office: Office) -> QuerySet[Any, Any]:
    return Inbound.objects.none().values("pk")


_KNOWN: dict[str, Keys] = {"reported": _none, "seeming": _none}


def register_threats(*, reported: Keys, seeming: Keys) -> None:
    """Each gives the keys of messages to an office: those that no inquiry reads, and those that it folds away."""
    _KNOWN.update(reported=reported, seeming=seeming)


def reported_to(office: Office) -> QuerySet[Any, Any]:
    return _KNOWN["reported"](office)


def seeming_to(office: Office) -> QuerySet[Any, Any]:
    return _KNOWN["seeming"](office)
