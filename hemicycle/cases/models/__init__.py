"""Cases, and what belongs to them."""

from hemicycle.cases.models.announced import Announced
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
from hemicycle.cases.models.heard import Heard, Side
from hemicycle.cases.models.note import AnswerTemplate, InternalNote
from hemicycle.cases.models.outcome import (
    HearingReminder,
    Obstacle,
    Outcome,
    OutcomeKind,
    OutcomeNotice,
    OutcomeState,
)
from hemicycle.cases.models.subject import Origin, Subject

__all__ = [
    "OF_THE_HOUSE",
    "READ_BY_EVERYBODY",
    "Announced",
    "AnswerTemplate",
    "Case",
    "CaseMessage",
    "CaseQuerySet",
    "Heard",
    "HearingReminder",
    "InternalNote",
    "Obstacle",
    "Origin",
    "Outcome",
    "OutcomeKind",
    "OutcomeNotice",
    "OutcomeState",
    "Side",
    "State",
    "Subject",
    "Triage",
    "Urgency",
    "open_now",
    "overdue_now",
    "snoozed_now",
]
