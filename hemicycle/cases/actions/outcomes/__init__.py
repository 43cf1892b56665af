"""What became of a bill: prepared from the record, released by the desk, sent to everybody who wrote about it."""

from hemicycle.cases.actions.outcomes.by_member import send_by_member, take_outcome_back
from hemicycle.cases.actions.outcomes.preparing import (
    compare_again,
    draft_outcome,
    give_reasons,
    prepare_outcomes,
    unprepared_steps,
)
from hemicycle.cases.actions.outcomes.reminding import remind_of_hearing, to_remind
from hemicycle.cases.actions.outcomes.sending import go_on, release_outcome, send_outcome, to_go_on, to_notify
from hemicycle.cases.actions.outcomes.stopping import (
    TO_ALL_WHO_WROTE,
    is_stopped,
    renew_messages,
    resume_messages,
    stop_messages,
)

__all__ = [
    "TO_ALL_WHO_WROTE",
    "compare_again",
    "draft_outcome",
    "give_reasons",
    "go_on",
    "is_stopped",
    "prepare_outcomes",
    "release_outcome",
    "remind_of_hearing",
    "renew_messages",
    "resume_messages",
    "send_by_member",
    "send_outcome",
    "stop_messages",
    "take_outcome_back",
    "to_go_on",
    "to_notify",
    "to_remind",
    "unprepared_steps",
]
