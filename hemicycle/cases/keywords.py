"""BILL 12 and what somebody has to say about it, and STATUS 7K3M: what people send about their cases by text message.

BILL is no command: what stands behind the number is for people to read, and opens a case about that bill. A reference
is known to whoever wrote alone: of one that is somebody else's the same is said as of one that there is not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from hemicycle.cases import messages, references
from hemicycle.cases.models import Case, State
from hemicycle.channels.actions.keywords import FOR_PEOPLE, ForPeople, KeywordRequest, register
from hemicycle.follow import keywords as follow

# "12", "n° 12", "de loi 12", and what is said about it.
_NUMBER = re.compile(
    r"(?:de\s+(?:loi|ley)\s+)?(?:n[°ºo]\.?\s*)?(?P<number>[a-z]{0,3}-?\d[\w/-]{0,15})[\s:.,;!-]*(?P<said>.*)",
    re.IGNORECASE | re.DOTALL,
)


def write_about_bill(request: KeywordRequest) -> str | ForPeople:
    """A number alone asks how the bill stands, and is told how to write about it."""
    found = _NUMBER.fullmatch(request.rest)
    if found is None or found["said"]:
        return FOR_PEOPLE
    number = found["number"]
    return "\n".join([follow.status(replace(request, rest=number)), messages.how_to_write(number)])


def status_of_own(request: KeywordRequest) -> str:
    """How the sender's own case of this reference, or beginning of one, stands."""
    typed = references.plain(request.rest)
    if not typed:
        return ""
    message = request.message
    rows = Case.objects.of_sender(message.office, message.sender).filter(reference__startswith=typed)
    case = rows.select_related("office", "merged_into__office").order_by("-heard_at", "-pk").first()
    if case is None or case.state == State.SET_ASIDE:
        return ""
    return messages.state_of(case.merged_into or case)


def unknown_reference(request: KeywordRequest) -> str:
    """A word without a digit is none of these."""
    typed = references.plain(request.rest)
    return messages.unknown_reference() if any(letter.isdigit() for letter in typed) else ""


def register_all() -> None:
    register({"en": ("bill",), "fr": ("projet",), "es": ("ley",)}, write_about_bill)
    follow.register_status(own=status_of_own, unknown=unknown_reference)
