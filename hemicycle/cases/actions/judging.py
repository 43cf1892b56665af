"""What of a case cannot wait, as the software finds it and as people see it: nothing is closed or hidden by it.

A person confirms what was found, says what it is instead, or dismisses it; what was dismissed is not found again for
the same message, and what a person said stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hemicycle.accounts.models import User
from hemicycle.cases.actions import notices
from hemicycle.cases.models import TOGETHER, Campaign, Case, Urgency
from hemicycle.channels.models import Answer, Inbound
from hemicycle.rules import audit

if TYPE_CHECKING:
    from hemicycle.listening.text.urgent import Judgement

SOFTWARE, STAFF = "software", "staff"
# Somebody sees to these whatever else waits.
AT_ONCE = (Urgency.THREAT, Urgency.SELF_HARM, Urgency.DANGER)
_GRAVEST_FIRST = [one.value for one in Urgency]
# What hearhear.language calls a text that it cannot tell, or one in several (ISO 639-2).
_NO_LANGUAGE = ("", "und", "mul")


@transaction.atomic
def judge(cases: Sequence[Case], found: Mapping[int, Sequence[tuple[Inbound, Judgement]]], *, by: Any) -> None:
    """Keep, of each case, the gravest of what was found in its messages, and their language where it was not known.
    One that got another message meanwhile is left to the next round.

    One turn to write for all of them: each alone would wait for whoever is storing letters meanwhile. All are locked
    before the log is: whoever works on one of them holds it when they wait for the log."""
    heard, now = {case.pk: case.heard_at for case in cases}, timezone.now()
    rows = Case.objects.select_for_update(of=("self",)).select_related("office", "account", "campaign")
    # Of those that can wait only these two change, in few statements.
    by_language: dict[str, list[int]] = {}
    for held in list(rows.filter(pk__in=heard).order_by("pk")):
        if held.heard_at != heard[held.pk] or held.judged_at is not None:
            continue
        read = found[held.pk]
        spoken = next((one.lang for _message, one in reversed(read) if one.lang not in _NO_LANGUAGE), "")
        held.judged_at, held.lang = now, held.lang or spoken
        evidence = _gravest(held, read, shared=_shared_words(held))
        if evidence is None or not _is_graver(held, evidence):
            by_language.setdefault(held.lang, []).append(held.pk)
            continue
        held.urgency = evidence.pop("kind")
        held.evidence = _dismissed_of(held) | evidence
        held.save(update_fields=["judged_at", "lang", "urgency", "evidence"])
        audit.record("cases.judge", by=by, about=held, office=held.office, found=held.urgency)
        if held.urgency in AT_ONCE:
            notices.note_urgent(held, by=by)
    for lang, keys in by_language.items():
        Case.objects.filter(pk__in=keys).update(judged_at=now, lang=lang)


@transaction.atomic
def skip_judging(case: Case) -> None:
    """Nothing could be found out about it; the log says why."""
    Case.objects.filter(pk=case.pk, judged_at=None).update(judged_at=timezone.now())


@transaction.atomic
def confirm_urgency(case: Case, *, by: User) -> None:
    """A person saw the words, and it is so."""
    held = Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=case.pk)
    if not held.urgency:
        return
    held.evidence = held.evidence | _looked_at(by)
    held.save(update_fields=["evidence"])
    audit.record("cases.confirm_urgency", by=by, about=held, office=held.office, found=held.urgency)


def confirm_threat(case: Case, *, by: User) -> None:
    """Whoever reports it as a threat has looked at what the software found; where that found nothing, it is one from
    now on, so that nothing answers and closes it among others. In the transaction of the report."""
    if not case.urgency:
        set_urgency(case, Urgency.THREAT, by=by)
    elif case.urgency == Urgency.THREAT and case.evidence.get("by") == SOFTWARE:
        confirm_urgency(case, by=by)


def note_looked_at(case: Case, *, by: Any) -> None:
    """Whoever answers first has read it, and has not said that it is what the software found; not audited, for the
    answer is."""
    if isinstance(by, User) and case.urgency and case.evidence.get("by") == SOFTWARE and "who" not in case.evidence:
        Case.objects.filter(pk=case.pk).update(evidence=case.evidence | _looked_at(by) | {"by": SOFTWARE})


def forget_look(case: Case, answer: Answer) -> None:
    """The answer with which it was noted was taken back."""
    at = parse_datetime(case.evidence.get("at", ""))
    if case.evidence.get("by") == SOFTWARE and at is not None and at >= answer.written_at:
        evidence = {name: value for name, value in case.evidence.items() if name not in ("who", "at")}
        Case.objects.filter(pk=case.pk).update(evidence=evidence)


def _looked_at(by: User) -> dict[str, str]:
    """Said by a person; their key, which says nothing about them, and when."""
    return {"by": STAFF, "who": str(by.pk), "at": timezone.now().isoformat()}


@transaction.atomic
def set_urgency(case: Case, urgency: str, *, by: User) -> None:
    """A person says what it is; "" that it can wait, and what the software found there is not found again. ValueError
    for what is no urgency."""
    if urgency and urgency not in Urgency.values:
        raise ValueError(urgency)
    held = Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=case.pk)
    dismissed = _dismissed_of(held)
    if held.urgency and held.urgency != urgency and "message" in held.evidence:
        pair = [held.evidence["message"], held.urgency]
        dismissed = {"dismissed": [*dismissed.get("dismissed", []), pair]}
    words = {name: held.evidence[name] for name in ("message", "start", "end", "due") if name in held.evidence}
    held.urgency = urgency
    held.evidence = dismissed | ({**words, **_looked_at(by)} if urgency else {})
    held.save(update_fields=["urgency", "evidence"])
    action = "cases.set_urgency" if urgency else "cases.dismiss_urgency"
    audit.record(action, by=by, about=held, office=held.office, found=urgency)


@transaction.atomic
def leave_to_campaign(keys: Iterable[int], campaign: Campaign, *, by: Any) -> int:
    """Of these cases: what the software alone found in words that all letters of a campaign share is not found in each
    of them. Staff have read those words where they decided that it is a campaign; what stands in a letter beside them,
    and what a person said of it, stays. How many cases."""
    shared = _plain(campaign.text)
    rows = Case.objects.filter(pk__in=list(keys)).exclude(urgency="").select_related("office")
    left = [case for case in rows if _is_shared(case, shared)]
    for case in left:
        # It is judged again: what stands beside the shared words was passed over where it is less grave.
        case.urgency, case.evidence, case.judged_at = "", _dismissed_of(case), None
        case.save(update_fields=["urgency", "evidence", "judged_at"])
    if left:
        audit.record("cases.leave_to_campaign", by=by, about=campaign, office=campaign.office, cases=len(left))
    return len(left)


def _is_shared(case: Case, shared: str) -> bool:
    """Whether all that makes it urgent stands in the shared words."""
    if case.evidence.get("by") == STAFF or "message" not in case.evidence:
        return False
    message = Inbound.objects.filter(pk=case.evidence["message"]).first()
    words = _plain(message.text[case.evidence["start"] : case.evidence["end"]]) if message else ""
    return bool(words) and words in shared


def _plain(text: str) -> str:
    """Letters and digits alone: lines are broken elsewhere in each copy."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _shared_words(case: Case) -> str:
    """Of the campaign that it belongs to, once people have said that it is one."""
    campaign = case.campaign
    return _plain(campaign.text) if campaign is not None and campaign.state in TOGETHER else ""


def _gravest(case: Case, found: Iterable[tuple[Inbound, Judgement]], *, shared: str = "") -> dict[str, Any] | None:
    """`shared`: words of its campaign, which are judged on the page of the campaign, once for all its letters."""
    dismissed = {tuple(pair) for pair in _dismissed_of(case).get("dismissed", [])}
    signals = [
        signal
        for message, one in found
        for signal in _signals(message, one)
        if not (shared and _plain(message.text[signal["start"] : signal["end"]]) in shared)
        if (message.pk, signal["kind"]) not in dismissed
    ]
    signals.sort(key=lambda one: (_GRAVEST_FIRST.index(one["kind"]), -one["certainty"]))
    return _with_others(signals) if signals else None


def _with_others(signals: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The gravest, with what else was found and the first day that any of it names."""
    gravest, days = signals[0], [one["due"] for one in signals if "due" in one]
    also = [kind for kind in dict.fromkeys(one["kind"] for one in signals) if kind != gravest["kind"]]
    return gravest | ({"also": also} if also else {}) | ({"due": min(days)} if days else {})


def _signals(message: Inbound, judgement: Judgement) -> Iterable[dict[str, Any]]:
    for one in judgement.urgent:
        due = {"due": one.due.isoformat()} if one.due is not None else {}
        yield _signal(message, one.kind, one) | due
    if judgement.casework is not None:
        yield _signal(message, Urgency.CASEWORK.value, judgement.casework)


def _signal(message: Inbound, kind: str, where: Any) -> dict[str, Any]:
    place = {"start": where.start, "end": where.end, "certainty": round(where.certainty, 2)}
    return {"kind": kind, "message": message.pk, "by": SOFTWARE, **place}


def _is_graver(case: Case, evidence: dict[str, Any]) -> bool:
    """Than what is known of it already; the same again changes nothing."""
    return not case.urgency or _GRAVEST_FIRST.index(evidence["kind"]) < _GRAVEST_FIRST.index(case.urgency)


def _dismissed_of(case: Case) -> dict[str, Any]:
    return {"dismissed": case.evidence["dismissed"]} if "dismissed" in case.evidence else {}
