"""How long cases are kept: as long as what people wrote (`messages_kept_days`), with which they are erased."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.cases.actions.forgetting import contacts_left_since, forget_contacts
from hemicycle.cases.models.confirmation import CONFIRM_WITHIN
from hemicycle.rules import retention
from hemicycle.rules.retention import UNTIL_ENDED

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
    "channels.Contact",
    name=_("Addresses of people whose letters are erased"),
    part="wrote long ago",
    keeps=MESSAGES,
    due=contacts_left_since,
    end=forget_contacts,
    why=_(
        "An address is needed for as long as what its owner wrote may get an answer or an outcome; nothing else of"
        " them is kept by then."
    ),
)
retention.register(
    "cases.Tag",
    name=_("Tags of cases"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.sorting.delete_tag",
    why=_("As long as the office uses it; it names nobody who wrote."),
)
retention.register(
    "cases.CaseTag",
    name=_("Which cases bear which tag"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.forgetting.forget_cases",
    why=_("As long as its case."),
)
retention.register(
    "cases.SavedView",
    name=_("Saved views of the inbox"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.sorting.delete_view",
    why=_("As long as somebody uses it; it names nobody who wrote."),
)
retention.register(
    "cases.Presence",
    name=_("Who has a case open at the moment"),
    keeps=timedelta(days=1),
    counted_from="seen_at",
    why=_("Shows two people that both have it open; nothing else."),
)
