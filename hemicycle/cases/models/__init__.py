"""Cases, and what belongs to them."""

from hemicycle.cases.models.case import (
    OF_THE_HOUSE,
    READ_BY_EVERYBODY,
    Case,
    CaseMessage,
    CaseQuerySet,
    State,
    Triage,
    Urgency,
    open_now,
    overdue_now,
    snoozed_now,
)
from hemicycle.cases.models.confirmation import Confirmation
from hemicycle.cases.models.note import AnswerTemplate, InternalNote
from hemicycle.cases.models.presence import Presence
from hemicycle.cases.models.sorting import CaseTag, SavedView, Tag
from hemicycle.cases.models.subject import Origin, Subject

__all__ = [
    "OF_THE_HOUSE",
    "READ_BY_EVERYBODY",
    "AnswerTemplate",
    "Case",
    "CaseMessage",
    "CaseQuerySet",
    "CaseTag",
    "Confirmation",
    "InternalNote",
    "Origin",
    "Presence",
    "SavedView",
    "State",
    "Subject",
    "Tag",
    "Triage",
    "Urgency",
    "open_now",
    "overdue_now",
    "snoozed_now",
]
