"""How long cases are kept: as long as what people wrote (`messages_kept_days`), with which they are erased.

Evidence of a threat is a copy of its own: it stays as long as its report.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hemicycle.cases.models.confirmation import CONFIRM_WITHIN
from hemicycle.rules import retention
from hemicycle.rules.retention import UNTIL_ENDED

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
    ended_by="hemicycle.cases.actions.safety.sharing.stop_sharing_threats",
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
    "cases.ImpersonationStep",
    name=_("What was done about fake accounts"),
    keeps=UNTIL_ENDED,
    ended_by="hemicycle.rules.retention.delete",
    why=_("As long as its report."),
)
