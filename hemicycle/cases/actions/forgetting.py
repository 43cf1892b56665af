"""What cases hold of messages that are erased, and of a person who is."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction

from hemicycle.cases.actions.merging import renew_latest
from hemicycle.cases.models import Case, CaseMessage
from hemicycle.cases.personal_data import notes_naming
from hemicycle.channels.actions.forgetting import LEFT_OUT
from hemicycle.channels.models import InboundQuerySet
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.personal_data import Subject


def forget_cases(messages: InboundQuerySet) -> None:
    """Part of erasing these messages: a case without any is gone, with its notes; another goes on without them."""
    keys = list(CaseMessage.objects.filter(inbound__in=messages).values_list("case", flat=True))
    CaseMessage.objects.filter(inbound__in=messages).delete()
    cases = Case.objects.filter(pk__in=keys)
    cases.filter(latest__in=messages).update(latest=None, evidence={}, urgency="")
    # Which of its messages they were in is not known.
    cases.update(own_words="", own_point="")
    Case.objects.filter(merged_into__in=cases.filter(messages=None)).delete()
    cases.filter(messages=None).delete()
    for case in Case.objects.filter(pk__in=keys):
        renew_latest(case)


@transaction.atomic
def forget_in_notes(subject: Subject, by: Any) -> None:
    """Their address in notes about other people's cases."""
    longest_first = sorted(subject.addresses, key=len, reverse=True)
    names = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    for note in list(notes_naming(subject)):
        note.text = names.sub(LEFT_OUT, note.text)
        note.save(update_fields=["text"])
    leave_no_trace()
