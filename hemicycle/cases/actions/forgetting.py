"""What cases hold of messages that are erased, and of a person who is."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hemicycle.cases.actions import proposing
from hemicycle.cases.actions.merging import renew_latest
from hemicycle.cases.actions.opening import CASE_SOURCE, OUTCOME_SOURCE
from hemicycle.cases.models import CampaignReply, Case, CaseMessage, OutcomeNotice, PointAnswer
from hemicycle.cases.personal_data import notes_naming
from hemicycle.channels.actions import forget
from hemicycle.channels.actions.contacts import EVERYTHING
from hemicycle.channels.actions.erasing import delete_sent_alone
from hemicycle.channels.actions.forgetting import LEFT_OUT
from hemicycle.channels.models import Consent, Contact, Content, Inbound, InboundQuerySet, Outbound, State
from hemicycle.channels.models.contact import FORGOTTEN
from hemicycle.channels.personal_data import contacts
from hemicycle.follow.models import Follower
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.parameters import in_force
from hemicycle.rules.personal_data import Subject

RETENTION = "retention"
_ON_ITS_WAY = (State.WAITING, State.SENDING, State.BY_HAND, State.UNKNOWN)


def forget_cases(messages: InboundQuerySet) -> None:
    """Part of erasing these messages: a case without any is gone, with its notes and what the software sent about it;
    another goes on without them."""
    keys = list(CaseMessage.objects.filter(inbound__in=messages).values_list("case", flat=True))
    answered = PointAnswer.objects.filter(Q(cases__in=keys) | Q(cases__merged_into__in=keys))
    points = list(answered.values_list("pk", flat=True))
    proposing.forget(messages)
    CaseMessage.objects.filter(inbound__in=messages).delete()
    cases = Case.objects.filter(pk__in=keys)
    cases.filter(latest__in=messages).update(latest=None)
    # Which of its messages they were in is not known.
    cases.update(own_words="", own_point="")
    _forget_sent(Case.objects.filter(Q(pk__in=keys, messages=None) | Q(merged_into__in=cases.filter(messages=None))))
    Case.objects.filter(merged_into__in=cases.filter(messages=None)).delete()
    cases.filter(messages=None).delete()
    PointAnswer.objects.filter(pk__in=points, cases=None).delete()
    for case in Case.objects.filter(pk__in=keys):
        renew_latest(case)
        _forget_evidence(case)


def _forget_evidence(case: Case) -> None:
    """Of messages that are gone. What is left is judged again: it was passed over where it is less grave."""
    left = set(case.messages.values_list("inbound", flat=True))
    dismissed = [pair for pair in case.evidence.get("dismissed", ()) if pair[0] in left]
    kept = {"dismissed": dismissed} if dismissed else {}
    if case.evidence.get("message", 0) in left or "message" not in case.evidence:
        words = {name: value for name, value in case.evidence.items() if name != "dismissed"}
        Case.objects.filter(pk=case.pk).update(evidence=words | kept)
    else:
        Case.objects.filter(pk=case.pk).update(evidence=kept, urgency="", judged_at=None)


def contacts_left_since(before: datetime) -> QuerySet[Contact]:
    """Addresses older than that of which nothing is left that anybody could answer: no letter, nothing that they
    follow or agreed to, nothing on its way. That they said STOP may have to be proved for `consent_kept_days`; after
    it the keyed hash alone keeps us from writing to them."""
    ledger = Consent.objects.filter(contact=OuterRef("pk"))
    provable = timezone.now() - timedelta(days=in_force("consent_kept_days"))
    on_its_way = Outbound.objects.filter(contact=OuterRef("pk"), state__in=_ON_ITS_WAY)
    rows = Contact.objects.filter(since__lt=before).exclude(sealed=FORGOTTEN)
    rows = rows.exclude(Exists(Follower.objects.filter(contact=OuterRef("pk"))))
    rows = rows.exclude(Exists(Inbound.objects.filter(contact=OuterRef("pk")))).exclude(Exists(on_its_way))
    return rows.exclude(Exists(ledger.exclude(to=EVERYTHING))).exclude(Exists(ledger.filter(at__gte=provable)))


@transaction.atomic
def forget_contacts(rows: QuerySet[Any], *, by: Any = RETENTION) -> None:
    for contact in list(rows.select_related("office")):
        forget(contact, by=by)


def _forget_sent(cases: QuerySet[Case]) -> None:
    """Also what waits: there is nothing any more that it could be about. The answer to a campaign, for which several
    letters of one person may wait, goes with the last of them, or its reference does."""
    replies, keys = CampaignReply.objects.exclude(outbound=None), list(cases.values_list("pk", flat=True))
    others = replies.exclude(case__in=keys).values("outbound")
    waiting = replies.filter(case__in=keys).exclude(outbound__in=others).values_list("outbound", flat=True)
    Outbound.objects.filter(pk__in=list(waiting)).not_left().delete()
    Outbound.objects.filter(pk__in=list(waiting)).update(own="")
    # One message about an outcome to many; nothing in it but the reference is its reader's.
    notified = OutcomeNotice.objects.filter(case__in=keys, outbound__content__source__startswith=OUTCOME_SOURCE)
    Outbound.objects.filter(pk__in=list(notified.values_list("outbound", flat=True))).delete()
    for key in keys:
        # Between these two by the index of the sources, which a LIKE of SQLite does not use.
        contents = Content.objects.filter(source__gte=f"{CASE_SOURCE}{key}:", source__lt=f"{CASE_SOURCE}{key};")
        Outbound.objects.filter(content__in=contents).delete()
        contents.delete()


@transaction.atomic
def erase_of_person(subject: Subject, by: Any) -> None:
    """What the software sent them, and their address in notes; their cases go with their messages."""
    delete_sent_alone(list(contacts(subject)), CASE_SOURCE)
    forget_in_notes(subject, by)


@transaction.atomic
def forget_in_notes(subject: Subject, by: Any) -> None:
    """Their address in notes about other people's cases."""
    longest_first = sorted(subject.addresses, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    for note in list(notes_naming(subject)):
        note.text = names.sub(LEFT_OUT, note.text)
        note.save(update_fields=["text"])
    leave_no_trace()
