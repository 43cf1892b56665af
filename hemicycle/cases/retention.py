"""How long cases are kept: as long as what people wrote (`messages_kept_days`), with which they are erased.

Evidence of a threat is a copy of its own: it stays as long as its report.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.cases.actions.forgetting import contacts_left_since, forget_contacts
from hemicycle.cases.models.confirmation import CONFIRM_WITHIN
from hemicycle.rules import retention
from hemicycle.rules.retention import FOR_GOOD, UNTIL_ENDED

MESSAGES = "messages_kept_days"
YEAR = timedelta(days=365)
# The longest time in which sending a threat can be prosecuted before a magistrate (Communications Act 2003 of the
# United Kingdom, section 127(5): three years).
CLOSED_REPORTS = timedelta(days=3 * 365)

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
    "cases.ProposedAnswer",
    name=_("Answers that wait for a colleague"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.proposing.approve",
    why=_("Until a colleague approves it, and as long as the message that it answers."),
)
retention.register(
    "cases.AnswerTemplate",
    name=_("Templates of answers"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.answer_templates.delete_template",
    why=_("As long as the office uses it; it names nobody who wrote."),
)

retention.register(
    "cases.ThreatReport",
    name=_("Reports of threats"),
    keeps=CLOSED_REPORTS,
    counted_from="closed_at",
    why=_("As long as it is open, and three years longer: for so long a threat can be prosecuted."),
)
retention.register(
    "cases.ThreatStep",
    name=_("What was done about threats"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.rules.retention.delete",
    why=_("As long as its report."),
)
retention.register(
    "cases.Evidence",
    name=_("Evidence of threats"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.rules.retention.delete",
    why=_("As long as its report; sealed, with its hash."),
)
retention.register(
    "cases.ThreatSharing",
    name=_("Members’ offices that share their reports of threats"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.safety.handling.stop_sharing_threats",
    why=_("Until the office ends it."),
)
retention.register(
    "cases.GuidanceText",
    name=_("Guidance for staff"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.guidance.save_guidance",
    why=_("Until the House writes another; it names nobody who wrote."),
)

retention.register(
    "cases.ImpersonationReport",
    name=_("Reports of fake accounts"),
    keeps=YEAR,
    counted_from="ended_at",
    why=_("For a year after it is gone, to be recognised when it comes back, and to be counted."),
)
retention.register(
    "cases.FakeSharing",
    name=_("Members’ offices that leave fake accounts to the House"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.impersonation.stop_sharing_fakes",
    why=_("Until the office ends it."),
)
retention.register(
    "cases.ImpersonationStep",
    name=_("What was done about fake accounts"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.rules.retention.delete",
    why=_("As long as its report."),
)
retention.register(
    "cases.OutcomeNotice",
    name=_("Who was notified of what became of a bill"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.forgetting.forget_cases",
    why=_("As long as its case, so that nobody is notified twice."),
)
retention.register(
    "cases.Outcome",
    name=_("What became of bills about which people wrote"),
    keeps=FOR_GOOD,
    why=_("What the House said to those who wrote, and why; it names nobody of them."),
)
retention.register(
    "cases.HearingReminder",
    name=_("Reminders of sittings that deal with bills on which people wrote"),
    keeps=YEAR,
    counted_from="at",
    why=_("So that nobody is reminded twice; after the sitting it is of no use."),
)
retention.register(
    "cases.Heard",
    name=_("What committees heard, and what they did with it"),
    keeps=FOR_GOOD,
    why=_("Published by the House; the words of people stand in dossiers alone."),
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
    ended_by="hemicycle.cases.actions.sorting.untag",
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
retention.register(
    "cases.PassingOn",
    name=_("Questions whether a letter may be passed on"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.cases.actions.forgetting.forget_cases",
    why=_("As long as its case."),
)
