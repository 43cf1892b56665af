"""Every write of the cases."""

from hemicycle.cases.actions.answer_templates import (
    PLACEHOLDERS,
    delete_template,
    filled,
    save_template,
    unfilled_placeholders,
    unknown_placeholders,
)
from hemicycle.cases.actions.handling import Handling, assign, close, reopen, restore, snooze
from hemicycle.cases.actions.judging import confirm_urgency, judge, set_urgency, skip_judging
from hemicycle.cases.actions.merging import Before, before_merging, merge, split, undo_merge
from hemicycle.cases.actions.noting import note_read, write_note
from hemicycle.cases.actions.opening import CASE_SOURCE, case_for, open_case, source_of, take
from hemicycle.cases.actions.passing_on import answer_passing_on, ask_to_pass_on, set_area
from hemicycle.cases.actions.presence import mark_present
from hemicycle.cases.actions.sorting import (
    delete_tag,
    delete_view,
    kept_query,
    move_view,
    rename_view,
    save_view,
    tag,
    untag,
)

__all__ = [
    "CASE_SOURCE",
    "PLACEHOLDERS",
    "Before",
    "Handling",
    "answer_passing_on",
    "ask_to_pass_on",
    "assign",
    "before_merging",
    "case_for",
    "close",
    "confirm_urgency",
    "delete_tag",
    "delete_template",
    "delete_view",
    "filled",
    "judge",
    "kept_query",
    "mark_present",
    "merge",
    "move_view",
    "note_read",
    "open_case",
    "rename_view",
    "reopen",
    "restore",
    "save_template",
    "save_view",
    "set_area",
    "set_urgency",
    "skip_judging",
    "snooze",
    "source_of",
    "split",
    "tag",
    "take",
    "undo_merge",
    "unfilled_placeholders",
    "unknown_placeholders",
    "untag",
    "write_note",
]
