"""Measures against what breaks a house rule: taken by one, a block confirmed by another, appealed against, taken back.

Only where everybody reads what is written: a letter, an e-mail, a text message is nobody's to hide. What is hidden is
heard all the same: it is analysed, and counted as a voice, like everything else.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels.actions import blocking, hidden_items, measure_notices, notices
from hemicycle.channels.adapters.activitypub import ActivityPub
from hemicycle.channels.errors import NotInMessage, NotModerated, OwnMeasure
from hemicycle.channels.models import Appeal, Block, Inbound, Measure, Outcome, Step
from hemicycle.channels.models.moderation import is_public
from hemicycle.channels.moderation.criticism import criticism
from hemicycle.channels.moderation.house_rules import HOUSE_RULES
from hemicycle.rules import audit
from hemicycle.rules.house_name import house_names
from hemicycle.rules.parameters import in_force

LONGEST = 365


@transaction.atomic
def moderate(message: Inbound, *, step: str, rule: str, words: str, days: int, by: User) -> Measure:
    """Take a step; one that exists is returned. `days` are those of a step about its sender.

    Raises NotModerated where the message is no public one or the step has nobody it is about, NotInMessage where the
    words are not its own.
    """
    if not is_public(message) or rule not in HOUSE_RULES:
        raise NotModerated(message.channel)
    if step != Step.HIDE and not message.sender:
        raise NotModerated(step)
    said = _plain(words)
    if not said or said not in _plain(message.text):
        raise NotInMessage
    # One that has run out makes room for another.
    message.measures.over().filter(step=step, ended_at=None).update(ended_at=F("until"))
    existing: Measure | None = message.measures.filter(step=step, ended_at=None).first()
    if existing is not None:
        return existing
    now, why = timezone.now(), criticism_of(message)
    measure = Measure.objects.create(
        office=message.office, inbound=message, sender=message.sender, step=step, rule=rule, asked_by=by,
        key=secrets.token_urlsafe(12), criticism=why,
        words=" ".join(words.split())[:300], confirmed_at=None if _needs_another(step, message.office, why) else now,
        until=None if step == Step.HIDE else now + timedelta(days=min(max(days, 1), LONGEST)),
    )  # fmt: skip
    audit.record("channels.moderate", by=by, about=measure, office=measure.office, step=step, rule=rule)
    if measure.is_in_force:
        _enforce(measure, by=by)
    return measure


@transaction.atomic
def confirm_measure(measure: Measure, *, by: User) -> bool:
    """Whether this call put it in force. Raises OwnMeasure."""
    if measure.asked_by_id == by.pk:
        raise OwnMeasure
    rows, now = Measure.objects.awaiting().filter(pk=measure.pk), timezone.now()
    # As long as was asked for, from now on.
    until = now + (measure.until - measure.asked_at) if measure.until is not None else None
    confirmed = rows.update(confirmed_at=now, confirmed_by=by, until=until)
    if confirmed:
        measure.until = until
        audit.record("channels.confirm_measure", by=by, about=measure, office=measure.office, step=measure.step)
        _enforce(measure, by=by)
    return bool(confirmed)


@transaction.atomic
def lift(measure: Measure, *, by: Any) -> bool:
    """Take it back; whether this call did."""
    lifted = Measure.objects.filter(pk=measure.pk, ended_at=None).update(ended_at=timezone.now())
    if lifted:
        measure_notices.take_back_notice(measure, by=by)
        audit.record("channels.lift_measure", by=by, about=measure, office=measure.office, step=measure.step)
        hidden_items.request_showing(Measure.objects.select_related("inbound__account").get(pk=measure.pk))
        if measure.step == Step.BLOCK and (actor := _actor(measure)):
            for block in Block.objects.filter(office=measure.office, target=actor):
                blocking.unblock(block, by=by)
    return bool(lifted)


@transaction.atomic
def appeal(measure: Measure, *, text: str, by: Any) -> Appeal:
    """Said by whoever has the key; while one waits to be decided, it is that one."""
    existing = measure.appeals.filter(decided_at=None).first()
    if existing is not None:
        return existing
    said = Appeal.objects.create(measure=measure, text=text.strip()[:2000])
    audit.record("channels.appeal", by=by, about=measure, office=measure.office)
    notices.note_appeal(said, by=by)
    return said


@transaction.atomic
def decide(appeal: Appeal, *, outcome: str, answer: str, by: User) -> bool:
    """Granted, the measure is taken back. Raises OwnMeasure where the one who decides had a part in it."""
    measure = appeal.measure
    if not may_decide(measure, by):
        raise OwnMeasure
    decided = Appeal.objects.filter(pk=appeal.pk, decided_at=None).update(
        outcome=outcome, answer=answer.strip()[:1000], decided_at=timezone.now(), decided_by=by
    )
    if decided:
        notices.end_appeal(appeal)
        audit.record("channels.decide_appeal", by=by, about=measure, office=measure.office, outcome=outcome)
        if outcome == Outcome.UPHELD:
            lift(measure, by=by)
    return bool(decided)


def _enforce(measure: Measure, *, by: Any) -> None:
    """It is hidden on the network, too; an actor of the fediverse who is blocked follows ours no more."""
    hidden_items.request_hiding(measure)
    if measure.step == Step.BLOCK and (actor := _actor(measure)):
        blocking.block(office=measure.office, target=actor, reason=measure.rule_title, until=measure.until, by=by)


def _actor(measure: Measure) -> str:
    message = measure.inbound
    if message.account is None or message.contact is None or message.account.kind != ActivityPub.kind:
        return ""
    return message.contact.address


def may_decide(measure: Measure, person: User) -> bool:
    """Not who took it or confirmed it; where nobody else moderates in the office, whoever confirmed it may. In the
    office of a member, where there may be one person alone, all may."""
    if measure.office.kind == Office.Kind.MEMBER or person.pk not in (measure.asked_by_id, measure.confirmed_by_id):
        return True
    return person.pk == measure.confirmed_by_id and not notices.uninvolved(measure).exists()


def _needs_another(step: str, office: Office, criticism: str) -> bool:
    """In a member's office, where there may be nobody else, nothing does."""
    if office.kind == Office.Kind.MEMBER:
        return False
    return step == Step.BLOCK or bool(criticism) or in_force("second_look") == "every"


def criticism_of(message: Inbound) -> str:
    """The words by which it criticises the House, where the policy has a second person look then; "" else."""
    if message.office.kind == Office.Kind.MEMBER or in_force("second_look") == "blocks":
        return ""
    names = set(house_names().values())
    if message.account is not None:
        names.add(f"@{message.account.address.lstrip('@')}")
    answers_us = message.answers_id is not None
    return criticism(f"{message.subject} {message.text}", names=names, answers_us=answers_us)[:200]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def default_days(step: str) -> int:
    """For how long, where nobody says otherwise."""
    return int(in_force("block_days" if step == Step.BLOCK else "limit_days"))
