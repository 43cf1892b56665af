"""Every write of the cases."""

from hemicycle.cases.actions.acknowledging import acknowledge
from hemicycle.cases.actions.answer_templates import (
    PLACEHOLDERS,
    delete_template,
    filled,
    save_template,
    unfilled_placeholders,
    unknown_placeholders,
)
from hemicycle.cases.actions.handling import Handling, assign, close, reopen, restore, snooze
from hemicycle.cases.actions.merging import merge, split
from hemicycle.cases.actions.noting import note_read, write_note
from hemicycle.cases.actions.opening import CASE_SOURCE, case_for, open_case, register_opened, source_of, take
from hemicycle.cases.actions.subjects import add_subject, bills_numbered, find_subjects, remove_subject

__all__ = [
    "CASE_SOURCE",
    "PLACEHOLDERS",
    "Handling",
    "acknowledge",
    "add_subject",
    "assign",
    "bills_numbered",
    "case_for",
    "close",
    "delete_template",
    "filled",
    "find_subjects",
    "merge",
    "note_read",
    "open_case",
    "register_opened",
    "remove_subject",
    "reopen",
    "restore",
    "save_template",
    "snooze",
    "source_of",
    "split",
    "take",
    "unfilled_placeholders",
    "unknown_placeholders",
    "write_note",
]
