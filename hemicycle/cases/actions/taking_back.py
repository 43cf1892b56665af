"""Whoever wrote a letter takes it back: it is erased, with what staff split off it, of which its writer knows nothing.
What may speak of danger is kept for now; they ask once, and it is erased when it has not to be kept any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.cases.actions.confirming import CITIZEN
from hemicycle.cases.actions.judging import SOFTWARE
from hemicycle.cases.errors import MayNotTakeBack
from hemicycle.cases.models import Case, CaseMessage, State, Urgency
from hemicycle.channels.actions import erase
from hemicycle.channels.models import Inbound
from hemicycle.rules import audit

ANSWER_STAYS = timedelta(days=1)
# Of these somebody may need it to help, or to find out who threatens.
_KEPT = (Urgency.THREAT, Urgency.SELF_HARM, Urgency.DANGER)


def has_to_be_kept(case: Case) -> bool:
    """It, or what staff split off it, speaks of danger, as a person said; or the software takes it so, and nobody has
    seen to it yet."""
    return bool(_kept(case))


def waits_to_be_seen(case: Case) -> bool:
    """It has to be kept for what the software takes it for alone, until somebody has seen to it."""
    kept = _kept(case)
    return bool(kept) and not any(map(_was_judged, kept))


@transaction.atomic
def ask_to_take_back(case: Case, *, asked: bool = True, by: Any = CITIZEN) -> None:
    """It is erased once it has not to be kept any more (`to_take_back`); with `asked` false it stays after all."""
    held = Case.objects.select_for_update().select_related("office").get(pk=case.pk)
    if (held.take_back_asked_at is not None) == asked:
        return
    held.take_back_asked_at = timezone.now() if asked else None
    held.save(update_fields=["take_back_asked_at"])
    audit.record("cases.ask_to_take_back", by=by, about=held, office=held.office, asked=asked)


def to_take_back() -> list[Case]:
    """What its writer asked to erase, and need not be kept; an answer is there to be read for a day."""
    asked = Case.objects.filter(take_back_asked_at__isnull=False).order_by("take_back_asked_at", "pk")
    return [case for case in asked if not has_to_be_kept(case) and _was_read(case)]


@audit.atomic()
def take_back(case: Case, *, by: Any = CITIZEN) -> None:
    """Erase the letter for good, with all that belongs to it and what staff split off it. Raises MayNotTakeBack."""
    held = Case.objects.select_for_update().select_related("office").get(pk=case.pk)
    # Nobody says meanwhile that a part speaks of danger, or puts it with something else.
    list(Case.objects.select_for_update().filter(pk__in=[one.pk for one in _parts(held)]).order_by("pk"))
    if has_to_be_kept(held):
        raise MayNotTakeBack(held.written_reference)
    audit.record("cases.take_back", by=by, about=held, office=held.office)
    keys = _keys(held)
    theirs = CaseMessage.objects.filter(Q(case__in=keys) | Q(split_from__in=keys))
    messages = Inbound.objects.filter(pk__in=list(theirs.values_list("inbound", flat=True)))
    # A part that was open went to who follows a member in office, with their consent.
    for office in Office.objects.filter(pk__in=list(messages.values_list("office", flat=True))).order_by("pk"):
        erase(messages, office=office, by=by)
    Case.objects.filter(pk__in=keys).delete()


def _kept(case: Case) -> list[Case]:
    """Of the case and its parts those that have to be kept. With a part staff may have put something else, which keeps
    this letter for nothing."""
    split = set(CaseMessage.objects.filter(split_from__in=_keys(case)).values_list("inbound", flat=True))
    parts = [one for one in _parts(case) if one.evidence.get("message") in (None, *split)] if split else []
    return [one for one in (case, *parts) if _has_to_be_kept(one)]


def _has_to_be_kept(case: Case) -> bool:
    if case.urgency not in _KEPT:
        return False
    return _was_judged(case) or (case.state in (State.OPEN, State.MERGED) and case.answered_at is None)


def _was_judged(case: Case) -> bool:
    """By a person: what the software found is no judgement."""
    return case.evidence.get("by") not in (None, SOFTWARE) or bool(case.threat_reports.exists())


def _was_read(case: Case) -> bool:
    before = timezone.now() - ANSWER_STAYS
    return all(one.answered_at is None or one.answered_at < before for one in (case, *_parts(case)))


def _parts(case: Case) -> list[Case]:
    """The other cases in which lies what staff split off this one."""
    rows = Case.objects.filter(messages__split_from__in=_keys(case)).exclude(pk=case.pk)
    return list(rows.distinct().order_by("pk"))


def _keys(case: Case) -> list[int]:
    return [case.pk, *case.merged.values_list("pk", flat=True)]
