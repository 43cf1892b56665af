"""Every write of the cases."""

from hemicycle.cases.actions.answer_templates import (
    PLACEHOLDERS,
    delete_template,
    filled,
    save_template,
    unfilled_placeholders,
    unknown_placeholders,
)
from hemicycle.cases.actions.confirming import ask_to_confirm, confirm, confirm_by_code, confirm_by_text, dispute
from hemicycle.cases.actions.guidance import save_guidance
from hemicycle.cases.actions.handling import Handling, assign, close, reopen, restore, snooze, triage
from hemicycle.cases.actions.merging import merge, split
from hemicycle.cases.actions.noting import note_read, write_note
from hemicycle.cases.actions.opening import CASE_SOURCE, case_for, open_case, source_of, take
from hemicycle.cases.actions.writing import take_back, write, write_again

__all__ = [
    "CASE_SOURCE",
    "PLACEHOLDERS",
    "Handling",
    "ask_to_confirm",
    "assign",
    "case_for",
    "close",
    "confirm",
    "confirm_by_code",
    "confirm_by_text",
    "delete_template",
    "dispute",
    "filled",
    "merge",
    "note_read",
    "open_case",
    "reopen",
    "restore",
    "save_guidance",
    "save_template",
    "snooze",
    "source_of",
    "split",
    "take",
    "take_back",
    "triage",
    "unfilled_placeholders",
    "unknown_placeholders",
    "write",
    "write_again",
    "write_note",
]
