"""Every write of the cases."""

from hemicycle.cases.actions.acknowledging import acknowledge
from hemicycle.cases.actions.answer_templates import (
    PLACEHOLDERS,
    bill_named,
    delete_template,
    filled,
    save_template,
    unfilled_placeholders,
    unknown_placeholders,
)
from hemicycle.cases.actions.confirming import ask_to_confirm, confirm, confirm_by_code, confirm_by_text, dispute
from hemicycle.cases.actions.guidance import save_guidance
from hemicycle.cases.actions.handling import Handling, assign, close, reopen, restore, snooze, triage
from hemicycle.cases.actions.judging import confirm_urgency, judge, set_urgency, skip_judging
from hemicycle.cases.actions.merging import Before, before_merging, merge, split, undo_merge
from hemicycle.cases.actions.notes import delete_note, mark_present, note_read, write_note
from hemicycle.cases.actions.opening import CASE_SOURCE, case_for, open_case, register_opened, source_of, take
from hemicycle.cases.actions.passing_on import (
    NOT_PASSED_ON,
    answer_passing_on,
    ask_to_pass_on,
    can_answer,
    is_asked_on_page,
    set_area,
    why_not_passed_on,
)
from hemicycle.cases.actions.posting import acknowledge_on_paper, add_letter, notify_on_paper
from hemicycle.cases.actions.readdressing import may_readdress, readdress
from hemicycle.cases.actions.sorting import (
    delete_view,
    kept_query,
    move_view,
    rename_view,
    save_view,
    tag,
    untag,
)
from hemicycle.cases.actions.subjects import add_subject, bills_numbered, find_subjects, remove_subject
from hemicycle.cases.actions.writing import (
    ask_to_take_back,
    has_to_be_kept,
    note_refusals,
    take_back,
    to_take_back,
    waits_to_be_seen,
    write,
    write_again,
)

__all__ = [
    "CASE_SOURCE",
    "NOT_PASSED_ON",
    "PLACEHOLDERS",
    "Before",
    "Handling",
    "acknowledge",
    "acknowledge_on_paper",
    "add_letter",
    "add_subject",
    "answer_passing_on",
    "ask_to_confirm",
    "ask_to_pass_on",
    "ask_to_take_back",
    "assign",
    "before_merging",
    "bill_named",
    "bills_numbered",
    "can_answer",
    "case_for",
    "close",
    "confirm",
    "confirm_by_code",
    "confirm_by_text",
    "confirm_urgency",
    "delete_note",
    "delete_template",
    "delete_view",
    "dispute",
    "filled",
    "find_subjects",
    "has_to_be_kept",
    "is_asked_on_page",
    "judge",
    "kept_query",
    "mark_present",
    "may_readdress",
    "merge",
    "move_view",
    "note_read",
    "note_refusals",
    "notify_on_paper",
    "open_case",
    "readdress",
    "register_opened",
    "remove_subject",
    "rename_view",
    "reopen",
    "restore",
    "save_guidance",
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
    "take_back",
    "to_take_back",
    "triage",
    "undo_merge",
    "unfilled_placeholders",
    "unknown_placeholders",
    "untag",
    "waits_to_be_seen",
    "why_not_passed_on",
    "write",
    "write_again",
    "write_note",
]
