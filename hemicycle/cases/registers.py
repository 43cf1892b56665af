"""What cases register at start: what opens and closes them, audit labels, menu, the bell, what is held of a person."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import Page, SubjectKind, register_subject
from hemicycle.accounts.models import User
from hemicycle.accounts.navigation import MenuItem, register_menu
from hemicycle.cases import personal_data as held
from hemicycle.cases.actions.answering import answered, not_answered
from hemicycle.cases.actions.campaigns.organising import forget_organiser
from hemicycle.cases.actions.forgetting import forget_cases, forget_in_notes
from hemicycle.cases.actions.opening import CAMPAIGN_SOURCE, take
from hemicycle.cases.campaigns import organised
from hemicycle.cases.campaigns.sources import describe
from hemicycle.cases.inbox import filters, notices
from hemicycle.cases.models import Campaign, Case
from hemicycle.channels.actions import register_answer_events, register_arrival, register_forgetting
from hemicycle.channels.inbox.names import register_message_page
from hemicycle.channels.inbox.sources import register_sources
from hemicycle.channels.permissions import INBOX
from hemicycle.rules import audit, personal_data
from hemicycle.rules.personal_data import Holding

LABELS = {
    "cases.open": _("Opened a case"),
    "cases.add_message": _("Added a message to a case"),
    "cases.read": _("Read a case"),
    "cases.assign": _("Assigned a case"),
    "cases.snooze": _("Snoozed a case"),
    "cases.close": _("Closed a case"),
    "cases.reopen": _("Reopened a case"),
    "cases.undo_handling": _("Undid a change to a case"),
    "cases.merge": _("Merged a case into another"),
    "cases.split": _("Made a message a case of its own"),
    "cases.write_note": _("Wrote an internal note"),
    "cases.save_template": _("Saved a template of answers"),
    "cases.delete_template": _("Deleted a template of answers"),
    "cases.announce_campaign": _("Announced a campaign"),
    "cases.confirm_campaign": _("Confirmed that they organise a campaign"),
    "cases.suggest_campaign": _("Found a campaign among cases"),
    "cases.make_campaign": _("Made a campaign"),
    "cases.accept_campaign": _("Accepted a campaign"),
    "cases.refuse_campaign": _("Refused a campaign"),
    "cases.describe_campaign": _("Changed the name or the bill of a campaign"),
    "cases.end_campaign": _("Ended a campaign without an answer"),
    "cases.resume_campaign": _("Resumed a campaign"),
    "cases.merge_campaigns": _("Merged a campaign into another"),
    "cases.join_campaign": _("Added cases to a campaign"),
    "cases.leave_campaign": _("Removed cases from a campaign"),
    "cases.set_point": _("Decided whether senders made a point of their own"),
    "cases.answer_points": _("Answered points of senders’ own"),
    "cases.draft_answer": _("Began the answer to a campaign"),
    "cases.answer_campaign": _("Answered a campaign"),
    "cases.reply_to_campaign": _("Sent the answer to senders of a campaign"),
    "cases.note_flood": _("Noted a flood of copies"),
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


def campaign_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Those of one's offices, by their names."""
    rows = Campaign.objects.visible_to(person).filter(pk__in=keys)
    return {str(one.pk): Page(reverse("cases:campaign", args=[one.address]), str(one)) for one in rows}


def page_of_message(number: int | None) -> str:
    return reverse("cases:message", args=[number]) if number is not None else reverse("cases:inbox")


audit.register_area("cases", _("Inbox"))
register_subject("cases.case", SubjectKind(_("Case"), case_pages))
register_subject("cases.campaign", SubjectKind(_("Campaign"), campaign_pages))
for _action, _label in LABELS.items():
    audit.register(_action, _label)
for _former, _action in FORMER.items():
    audit.register(_former, LABELS[_action])

register_arrival(take)
register_answer_events(given=answered, undone=not_answered)
register_forgetting(forget_cases)
register_message_page(page_of_message)

personal_data.register(
    Holding(
        "cases",
        tables=("cases.Case", "cases.CaseMessage", "cases.Subject", "cases.InternalNote"),
        rows=held.case_rows, data=held.case_data, erase=forget_in_notes, order=35,
    )
)  # fmt: skip
personal_data.register(
    Holding(
        "campaigns", tables=("cases.Campaign", "cases.CampaignReply"), rows=organised.rows, data=organised.data,
        erase=forget_organiser, order=34,
    )
)  # fmt: skip
personal_data.register_without("cases.AnswerTemplate", why="What an office answers often; it names nobody who wrote.")
personal_data.register_without("cases.PointAnswer", why="What an office answers to points that several people made.")
personal_data.register_without("cases.CampaignSearch", why="When cases were compared; no row of anybody.")
register_sources(CAMPAIGN_SOURCE, describe)

notices.register_kinds()
register_menu(
    MenuItem(
        label=_("Inbox"), url_name="cases:inbox", roles=INBOX, order=18, icon="inbox", counter=filters.waiting_for
    )
)
