"""What campaigns register at start: audit labels, their pages in the log, what is held of a person and
how long, sources."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.audit_log.subjects import Page, SubjectKind, register_subject
from hemicycle.accounts.models import User
from hemicycle.cases import personal_data as held
from hemicycle.cases.actions.campaigns.organising import (
    REQUESTED,
    delete_unconfirmed,
    forget_organiser,
    unconfirmed_before,
    undecided_before,
)
from hemicycle.cases.actions.opening import CAMPAIGN_SOURCE
from hemicycle.cases.agreement import agreed_at_the_desk, any_agreed
from hemicycle.cases.campaigns.notes import describe
from hemicycle.cases.leaving import to_those_who_wrote
from hemicycle.cases.models import Campaign
from hemicycle.channels.inbox.sources import register_sources
from hemicycle.channels.models import register_to_one_person
from hemicycle.desk.agreed import register_agreed
from hemicycle.desk.leaving import register_leaving
from hemicycle.rules import audit, personal_data, retention
from hemicycle.rules.personal_data import Holding
from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED

LABELS = {
    "cases.announce_campaign": _("Announced a campaign"),
    "cases.confirm_campaign": _("Confirmed that they organise a campaign"),
    "cases.suggest_campaign": _("Found a campaign among cases"),
    "cases.make_campaign": _("Made a campaign"),
    "cases.accept_campaign": _("Accepted a campaign"),
    "cases.refuse_campaign": _("Refused a campaign"),
    "cases.describe_campaign": _("Changed the name or the bill of a campaign"),
    "cases.name_organiser": _("Named the organiser of a campaign"),
    "cases.remove_organiser": _("Removed the organiser of a campaign"),
    "cases.end_campaign": _("Ended a campaign without an answer"),
    "cases.resume_campaign": _("Resumed a campaign"),
    "cases.merge_campaigns": _("Merged a campaign into another"),
    "cases.join_campaign": _("Added cases to a campaign"),
    "cases.leave_campaign": _("Removed cases from a campaign"),
    "cases.leave_to_campaign": _("Left to a campaign what cannot wait in its shared words"),
    "cases.read_points": _("Read what senders of a campaign added"),
    "cases.set_point": _("Decided whether senders made a point of their own"),
    "cases.answer_points": _("Answered points of senders’ own"),
    "cases.ask_to_write": _("Asked a colleague to write the answer to a campaign"),
    "cases.draft_answer": _("Began the answer to a campaign"),
    "cases.answer_campaign": _("Answered a campaign"),
    "cases.reply_to_campaign": _("Sent the answer to senders of a campaign"),
    "cases.note_flood": _("Noted a flood of copies"),
}


def campaign_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    """Those of one's offices, by their names."""
    rows = Campaign.objects.visible_to(person).filter(pk__in=keys)
    return {str(one.pk): Page(reverse("cases:campaign", args=[one.address]), str(one)) for one in rows}


register_subject("cases.campaign", SubjectKind(_("Campaign"), campaign_pages))
for _action, _label in LABELS.items():
    audit.register(_action, _label)
personal_data.register(
    Holding(
        "campaigns", tables=("cases.Campaign", "cases.CampaignReply"), rows=held.campaign_rows,
        data=held.campaign_data, erase=forget_organiser, order=34,
    )
)  # fmt: skip
personal_data.register_without("cases.PointAnswer", why="What an office answers to points that several people made.")
personal_data.register_without("cases.CampaignSearch", why="When cases were compared; no row of anybody.")
register_agreed("committees", agreed_at_the_desk, any_agreed)
register_leaving("cases", to_those_who_wrote)
register_sources(CAMPAIGN_SOURCE, describe)
register_to_one_person(REQUESTED)

retention.register(
    "cases.Campaign",
    name=_("Campaigns"),
    keeps=FOR_GOOD,
    why=_("What many people asked in the same words, and what the House answered, is part of its record."),
)
retention.register(
    "cases.Campaign",
    name=_("Campaigns that nobody confirmed"),
    part="never confirmed",
    keeps="follow_confirm_days",
    due=unconfirmed_before,
    end=delete_unconfirmed,
    why=_("Whoever announced it did not show that the address is theirs."),
)
retention.register(
    "cases.Campaign",
    name=_("Campaigns that were refused or never decided"),
    part="not accepted",
    keeps="messages_kept_days",
    due=undecided_before,
    why=_("As long as the messages in which they were found."),
)
retention.register(
    "cases.CampaignReply",
    name=_("Who has the answer to a campaign"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.forgetting.forget_cases",
    why=_("As long as its case."),
)
retention.register(
    "cases.PointAnswer",
    name=_("Answers to points of senders’ own"),
    keeps="messages_kept_days",
    counted_from="written_at",
    why=_("As long as the messages that they answer."),
)
retention.register(
    "cases.CampaignSearch",
    name=_("Searches for campaigns"),
    keeps=timedelta(days=60),
    counted_from="created_at",
    why=_("Shows when cases were compared; holds no personal data."),
)
