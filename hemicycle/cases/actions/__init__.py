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
from hemicycle.cases.actions.confirming import ask_to_confirm, confirm, confirm_by_code, confirm_by_text, dispute
from hemicycle.cases.actions.handling import Handling, assign, close, reopen, restore, snooze
from hemicycle.cases.actions.merging import merge, split
from hemicycle.cases.actions.noting import note_read, write_note
from hemicycle.cases.actions.opening import CASE_SOURCE, case_for, open_case, register_opened, source_of, take
from hemicycle.cases.actions.posting import acknowledge_on_paper, add_letter
from hemicycle.cases.actions.subjects import add_subject, bills_numbered, find_subjects, remove_subject
from hemicycle.cases.actions.writing import take_back, write, write_again

__all__ = [
    "CASE_SOURCE",
    "PLACEHOLDERS",
    "Handling",
    "acknowledge",
    "acknowledge_on_paper",
    "add_letter",
    "add_subject",
    "ask_to_confirm",
    "assign",
    "bills_numbered",
    "case_for",
    "close",
    "confirm",
    "confirm_by_code",
    "confirm_by_text",
    "delete_template",
    "dispute",
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
    "take_back",
    "unfilled_placeholders",
    "unknown_placeholders",
    "write",
    "write_again",
    "write_note",
]
