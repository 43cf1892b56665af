"""What cases register at start: what opens and closes them, audit labels, menu, the bell, what is held of a person."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import Page, SubjectKind, register_subject
from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import MenuItem, register_menu
from hemicycle.cases import keywords
from hemicycle.cases import personal_data as held
from hemicycle.cases.actions.acknowledging import (
    acknowledge,
    end_acknowledgements,
    end_acknowledgements_of,
)
from hemicycle.cases.actions.answering import answered, not_answered
from hemicycle.cases.actions.confirming import confirm_by_text
from hemicycle.cases.actions.forgetting import erase_of_person, forget_cases
from hemicycle.cases.actions.opening import BY, register_opened, take
from hemicycle.cases.actions.subjects import find_subjects
from hemicycle.cases.inbox import filters, notices
from hemicycle.cases.models import Case
from hemicycle.channels.actions import (
    register_answer_events,
    register_arrival,
    register_ending,
    register_forgetting,
)
from hemicycle.channels.inbox.names import register_pages
from hemicycle.channels.permissions import INBOX
from hemicycle.rules import audit, egress, personal_data
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.personal_data import Holding

LABELS = {
    "cases.open": _("Opened a case"),
    "cases.add_message": _("Added a message to a case"),
    "cases.confirm": _("Confirmed the address of a letter"),
    "cases.dispute": _("Said that a letter is not theirs"),
    "cases.take_back": _("Took a letter back"),
    "cases.read": _("Read a case"),
    "cases.assign": _("Assigned a case"),
    "cases.snooze": _("Snoozed a case"),
    "cases.acknowledge": _("Acknowledged a message"),
    "cases.add_subject": _("Noted what a case is about"),
    "cases.remove_subject": _("Removed what a case is about"),
    "cases.close": _("Closed a case"),
    "cases.reopen": _("Reopened a case"),
    "cases.undo_handling": _("Undid a change to a case"),
    "cases.merge": _("Merged a case into another"),
    "cases.split": _("Made a message a case of its own"),
    "cases.write_note": _("Wrote an internal note"),
    "cases.save_template": _("Saved a template of answers"),
    "cases.delete_template": _("Deleted a template of answers"),
    "cases.tag": _("Put a tag on a case"),
    "cases.untag": _("Removed a tag from a case"),
    "cases.delete_tag": _("Deleted a tag"),
    "cases.save_view": _("Saved a view of the inbox"),
    "cases.delete_view": _("Deleted a view of the inbox"),
    "cases.undo_merge": _("Undid a merge of cases"),
    "cases.judge": _("Found that a case cannot wait"),
    "cases.confirm_urgency": _("Confirmed that a case cannot wait"),
    "cases.set_urgency": _("Said why a case cannot wait"),
    "cases.dismiss_urgency": _("Said that a case can wait"),
}
# Entries of the time when each message was handled by itself stay readable.
FORMER = {
    "channels.assign": "cases.assign",
    "channels.snooze": "cases.snooze",
    "channels.close_message": "cases.close",
    "channels.reopen_message": "cases.reopen",
    "channels.undo_handling": "cases.undo_handling",
    "channels.write_note": "cases.write_note",
    "channels.save_template": "cases.save_template",
    "channels.delete_template": "cases.delete_template",
}


def case_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Those of one's offices, by their references; their words stand nowhere else."""
    rows = Case.objects.visible_to(person).filter(pk__in=keys)
    return {str(one.pk): Page(reverse("cases:case", args=[one.reference]), str(one)) for one in rows}


audit.register_area("cases", _("Inbox"))
register_subject("cases.case", SubjectKind(_("Case"), case_pages))
for _action, _label in LABELS.items():
    audit.register(_action, _label)
for _former, _action in FORMER.items():
    audit.register(_former, LABELS[_action])

egress.register(
    "cases",
    EgressPoint.EXPORT,
    refusal_test="tests/cases/test_inbox.py::test_a_file_that_came_with_a_letter_leaves_to_its_office_alone",
)

# A code in a text message confirms a letter before the message joins its case.
register_arrival(confirm_by_text)
register_arrival(take)
register_opened(find_subjects)
register_opened(lambda case, _message: acknowledge(case, by=BY))
register_ending(end_acknowledgements)
keywords.register_all()
register_answer_events(given=answered, undone=not_answered)
register_forgetting(forget_cases)
register_pages(
    message=lambda number: reverse("cases:message", args=[number]),
    thread=lambda number: reverse("cases:thread", args=[number]),
    inbox=lambda: reverse("cases:inbox"),
)

personal_data.register(
    Holding(
        "cases",
        tables=(
            "cases.Case", "cases.CaseMessage", "cases.CaseTag", "cases.Confirmation", "cases.Subject",
            "cases.InternalNote",
        ),
        rows=held.case_rows, data=held.case_data, erase=erase_of_person, order=35,
    )
)  # fmt: skip
personal_data.register_objection("cases", end_acknowledgements_of)
personal_data.register_without("cases.AnswerTemplate", why="What an office answers often; it names nobody who wrote.")
personal_data.register_without("cases.Tag", "cases.SavedView", "cases.Presence", why="Of people of the House alone.")

notices.register_kinds()
register_menu(
    MenuItem(
        label=_("Inbox"), url_name="cases:inbox", roles=INBOX, order=18, icon="inbox", counter=filters.waiting_for
    )
)
