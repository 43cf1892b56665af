"""Every write of the desk."""

from hemicycle.desk.actions.copying import duplicate
from hemicycle.desk.actions.corrections import (
    ask_withdrawal,
    confirm_withdrawal,
    correct,
    drop_withdrawal,
    open_correction,
)
from hemicycle.desk.actions.drafts import (
    change,
    choose_accounts,
    discard,
    draft,
    draft_about,
    drop_language,
    mark_present,
    restore,
    write_own_text,
    write_text,
)
from hemicycle.desk.actions.duty import approve_on_duty, ask_on_duty, send_back_on_duty, take_back, why_closed
from hemicycle.desk.actions.media import (
    add_media_file,
    add_picture,
    describe_media_file,
    remove_media_file,
    replace_picture,
)
from hemicycle.desk.actions.offices import change_office
from hemicycle.desk.actions.releases import (
    deliver,
    enqueue,
    miss,
    release,
    schedule,
    unschedule,
)
from hemicycle.desk.actions.reversion import revert_changed, revert_to_draft
from hemicycle.desk.actions.reviews import (
    approvals_needed,
    approve,
    decline,
    may_approve,
    missing,
    overrule,
    propose,
    send_back,
    submit,
    take_over,
)
from hemicycle.desk.actions.separation import approving_office, objection
from hemicycle.desk.actions.templates import remove_template, restore_template, save_template
from hemicycle.desk.snapshot import source_of

__all__ = [
    "add_media_file",
    "add_picture",
    "approvals_needed",
    "approve",
    "approve_on_duty",
    "approving_office",
    "ask_on_duty",
    "ask_withdrawal",
    "change",
    "change_office",
    "choose_accounts",
    "confirm_withdrawal",
    "correct",
    "decline",
    "deliver",
    "describe_media_file",
    "discard",
    "draft",
    "draft_about",
    "drop_language",
    "drop_withdrawal",
    "duplicate",
    "enqueue",
    "mark_present",
    "may_approve",
    "miss",
    "missing",
    "objection",
    "open_correction",
    "overrule",
    "propose",
    "release",
    "remove_media_file",
    "remove_template",
    "replace_picture",
    "restore",
    "restore_template",
    "revert_changed",
    "revert_to_draft",
    "save_template",
    "schedule",
    "send_back",
    "send_back_on_duty",
    "source_of",
    "submit",
    "take_back",
    "take_over",
    "unschedule",
    "why_closed",
    "write_own_text",
    "write_text",
]
