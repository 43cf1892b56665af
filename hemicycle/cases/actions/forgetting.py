"""What cases hold of messages that are erased, and of a person who is."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from hemicycle.cases.actions.merging import renew_latest
from hemicycle.cases.actions.opening import CASE_SOURCE
from hemicycle.cases.models import Case, CaseMessage
from hemicycle.cases.personal_data import notes_naming
from hemicycle.channels.actions.erasing import delete_sent_alone
from hemicycle.channels.actions.forgetting import LEFT_OUT
from hemicycle.channels.models import Content, InboundQuerySet, Outbound
from hemicycle.channels.personal_data import contacts
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.personal_data import Subject


def forget_cases(messages: InboundQuerySet) -> None:
    """Part of erasing these messages: a case without any is gone, with its notes and what the software sent about it;
    another goes on without them."""
    keys = list(CaseMessage.objects.filter(inbound__in=messages).values_list("case", flat=True))
    CaseMessage.objects.filter(inbound__in=messages).delete()
    cases = Case.objects.filter(pk__in=keys)
    cases.filter(latest__in=messages).update(latest=None, evidence={}, urgency="")
    _forget_sent(Case.objects.filter(Q(pk__in=keys, messages=None) | Q(merged_into__in=cases.filter(messages=None))))
    Case.objects.filter(merged_into__in=cases.filter(messages=None)).delete()
    cases.filter(messages=None).delete()
    for case in Case.objects.filter(pk__in=keys):
        renew_latest(case)


def _forget_sent(cases: QuerySet[Case]) -> None:
    """Also what waits: there is nothing any more that it could be about."""
    for key in list(cases.values_list("pk", flat=True)):
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
