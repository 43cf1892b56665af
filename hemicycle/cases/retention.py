"""How long cases are kept: as long as what people wrote (`messages_kept_days`), with which they are erased."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.cases.actions.campaigns.organising import delete_unconfirmed, unconfirmed_before, undecided_before
from hemicycle.cases.models.confirmation import CONFIRM_WITHIN
from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED

MESSAGES = "messages_kept_days"
YEAR = timedelta(days=365)

retention.register(
    "cases.Case",
    name=_("Cases"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.forgetting.forget_cases",
    why=_("As long as any of its messages; erased with the last one."),
)
retention.register(
    "cases.CaseMessage",
    name=_("Messages of cases"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.forgetting.forget_cases",
    why=_("As long as its message."),
)
retention.register(
    "cases.Subject",
    name=_("What cases are about"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.forgetting.forget_cases",
    why=_("As long as its case."),
)
retention.register(
    "cases.Confirmation",
    name=_("Questions whether a letter is theirs"),
    keeps=CONFIRM_WITHIN,
    counted_from="sent_at",
    why=_("As long as the link and the code in it work."),
)
retention.register(
    "cases.InternalNote",
    name=_("Notes of colleagues about cases"),
    keeps=YEAR,
    counted_from="written_at",
    why=_("Helps colleagues to answer; a year later the answer itself says what was done."),
)
retention.register(
    "cases.AnswerTemplate",
    name=_("Templates of answers"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.answer_templates.delete_template",
    why=_("As long as the office uses it; it names nobody who wrote."),
)
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
    keeps=MESSAGES,
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
    keeps=MESSAGES,
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
