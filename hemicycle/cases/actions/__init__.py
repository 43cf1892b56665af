"""Every write of the cases."""

from hemicycle.cases.actions.answer_templates import (
    PLACEHOLDERS,
    delete_template,
    filled,
    save_template,
    unfilled_placeholders,
    unknown_placeholders,
)
from hemicycle.cases.actions.guidance import save_guidance
from hemicycle.cases.actions.handling import Handling, assign, close, reopen, restore, snooze, triage
from hemicycle.cases.actions.merging import merge, split
from hemicycle.cases.actions.noting import note_read, write_note
from hemicycle.cases.actions.opening import CASE_SOURCE, case_for, open_case, source_of, take

__all__ = [
    "CASE_SOURCE",
    "PLACEHOLDERS",
    "Handling",
    "assign",
    "case_for",
    "close",
    "delete_template",
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
    "triage",
    "unfilled_placeholders",
    "unknown_placeholders",
    "write_note",
]
