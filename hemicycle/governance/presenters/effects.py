"""What activating a version will change: what the software will do otherwise, and what waits now that it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from hemicycle.channels.models import Inbound, Medium, Outbound
from hemicycle.channels.registry import ADAPTERS
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement, Sensitivity
from hemicycle.desk.models import State as Announced
from hemicycle.rules.parameters import PARAMETERS, DecidedBy, in_force

from ..models import Article, Version
from ..words import said


@dataclass(frozen=True, slots=True)
class Effect:
    """A sentence about what waits, and where it is seen ("" where there is no page)."""

    sentence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that will be another. `article`: by which one; None where the policy speaks of it no more."""

    name: str
    meaning: str
    before: str
    after: str
    article: Article | None
    effects: list[Effect]


def changes(version: Version) -> list[Change]:
    """In the order of the articles; what the policy does not speak of any more last."""
    values = version.parameters
    found = [
        _change(name, value, article)
        for article in version.articles.all()
        for name, value in article.parameters.items()
        if name in PARAMETERS and _checked(name, value) != in_force(name)
    ]
    dropped = [
        _change(name, parameter.default, None)
        for name, parameter in sorted(PARAMETERS.items())
        if parameter.decided_by is DecidedBy.POLICY and name not in values and in_force(name) != parameter.default
    ]
    return [*found, *dropped]


def _checked(name: str, value: Any) -> Any:
    return PARAMETERS[name].checked(value)


def _change(name: str, value: Any, article: Article | None) -> Change:
    before, after = in_force(name), _checked(name, value)
    touched = list(TOUCHED[name](before, after)) if name in TOUCHED else []
    return Change(name, str(PARAMETERS[name].meaning), said(name, before), said(name, after), article, touched)


def _approvals(sensitivity: str) -> Callable[[int, int], Iterator[Effect]]:
    """In review: what has enough at once, and what needs more; what is approved already stays approved."""

    def touched(before: int, after: int) -> Iterator[Effect]:
        board = reverse("desk:board")
        rows = Announcement.objects.filter(sensitivity=sensitivity)
        in_review = rows.in_state(Announced.IN_REVIEW)
        given = Count("approvals", filter=Q(approvals__voided_at=None, approvals__digest=F("digest")), distinct=True)
        annotated = in_review.annotate(given=given)
        enough = annotated.filter(given__gte=after).count()
        if enough:
            words = ngettext(
                "%(n)s announcement in review has enough approvals and will be approved at once.",
                "%(n)s announcements in review have enough approvals and will be approved at once.",
                enough,
            )
            yield Effect(words % {"n": enough}, board)
        if others := in_review.count() - enough:
            words = ngettext(
                "%(n)s announcement in review will need the new number of approvals.",
                "%(n)s announcements in review will need the new number of approvals.",
                others,
            )
            yield Effect(words % {"n": others}, board)
        given_to = dict(annotated.values_list("pk", "given"))
        if stuck := sum(len(actions.who_may_approve(one)) + given_to[one.pk] < after for one in in_review):
            words = ngettext(
                "%(n)s announcement in review then needs more approvals than people are left who may approve it.",
                "%(n)s announcements in review then need more approvals than people are left who may approve them.",
                stuck,
            )
            yield Effect(words % {"n": stuck}, board)
        if approved := rows.in_state(Announced.APPROVED, Announced.SCHEDULED).count():
            words = ngettext(
                "%(n)s announcement was approved under the old number and stays approved.",
                "%(n)s announcements were approved under the old number and stay approved.",
                approved,
            )
            yield Effect(words % {"n": approved}, board)

    return touched


def _in_review(before: Any, after: Any) -> Iterator[Effect]:
    if rows := Announcement.objects.in_state(Announced.IN_REVIEW).count():
        words = ngettext(
            "%(n)s announcement in review is checked by the new rule.",
            "%(n)s announcements in review are checked by the new rule.",
            rows,
        )
        yield Effect(words % {"n": rows}, reverse("desk:board"))


def _texts_waiting(before: str, after: str) -> Iterator[Effect]:
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.medium == Medium.SMS]
    if waiting := Outbound.objects.waiting().filter(account__kind__in=kinds).count():
        words = ngettext(
            "%(n)s text message waits to be sent and follows the new hours.",
            "%(n)s text messages wait to be sent and follow the new hours.",
            waiting,
        )
        yield Effect(words % {"n": waiting})


def _shorter(rows: Callable[[], QuerySet[Any]], counted_from: str) -> Callable[[int, int], Iterator[Effect]]:
    """What a shorter time ends in the next night that the old one kept."""

    def touched(before: int, after: int) -> Iterator[Effect]:
        now = timezone.now()
        due = rows().filter(**{f"{counted_from}__lt": now - timedelta(days=after)}).count()
        if after < before and due:
            words = ngettext(
                "%(n)s row is older than that and will be deleted in the next night, unless it is on hold.",
                "%(n)s rows are older than that and will be deleted in the next night, unless they are on hold.",
                due,
            )
            yield Effect(words % {"n": due}, reverse("retention"))

    return touched


TOUCHED: Mapping[str, Callable[[Any, Any], Iterator[Effect]]] = {
    "approvals_needed": _approvals(Sensitivity.ROUTINE),
    "approvals_sensitive": _approvals(Sensitivity.SENSITIVE),
    "checks_blocking": _in_review,
    "quiet_from": _texts_waiting,
    "quiet_until": _texts_waiting,
    "messages_kept_days": _shorter(lambda: Inbound.objects.filter(office__kind="institution"), "received_at"),
}
