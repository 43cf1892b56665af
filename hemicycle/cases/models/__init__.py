"""Cases, and what belongs to them."""

from hemicycle.cases.models.announced import Announced
from hemicycle.cases.models.campaign import (
    PUBLIC,
    TOGETHER,
    Campaign,
    CampaignOrigin,
    CampaignQuerySet,
    CampaignSearch,
    CampaignState,
    OwnPoint,
)
from hemicycle.cases.models.campaign_reply import CampaignReply, PointAnswer
from hemicycle.cases.models.case import (
    OF_THE_HOUSE,
    READ_BY_EVERYBODY,
    Case,
    CaseMessage,
    CaseQuerySet,
    State,
    Triage,
    Urgency,
    due_today,
    open_now,
    overdue_now,
    snoozed_now,
    urgent_now,
)
from hemicycle.cases.models.confirmation import Confirmation
from hemicycle.cases.models.guidance import Guidance, GuidanceText
from hemicycle.cases.models.heard import Heard, Side
from hemicycle.cases.models.impersonation import (
    FakeState,
    FoundBy,
    Imitated,
    ImpersonationReport,
    ImpersonationReportQuerySet,
    ImpersonationStep,
)
from hemicycle.cases.models.note import AnswerTemplate, InternalNote
from hemicycle.cases.models.outcome import (
    HearingReminder,
    Obstacle,
    Outcome,
    OutcomeKind,
    OutcomeNotice,
    OutcomeState,
)
from hemicycle.cases.models.passing_on import PassingOn, is_passed_on
from hemicycle.cases.models.presence import Presence
from hemicycle.cases.models.proposed_answer import ProposedAnswer
from hemicycle.cases.models.sorting import CaseTag, SavedView, Tag
from hemicycle.cases.models.subject import Origin, Subject
from hemicycle.cases.models.threat import (
    Evidence,
    EvidenceKind,
    Target,
    ThreatKind,
    ThreatReport,
    ThreatReportQuerySet,
    ThreatSharing,
    ThreatState,
    ThreatStep,
    sealed_evidence,
    with_reports,
)

__all__ = [
    "OF_THE_HOUSE",
    "PUBLIC",
    "READ_BY_EVERYBODY",
    "TOGETHER",
    "Announced",
    "AnswerTemplate",
    "Campaign",
    "CampaignOrigin",
    "CampaignQuerySet",
    "CampaignReply",
    "CampaignSearch",
    "CampaignState",
    "Case",
    "CaseMessage",
    "CaseQuerySet",
    "CaseTag",
    "Confirmation",
    "Evidence",
    "EvidenceKind",
    "FakeState",
    "FoundBy",
    "Guidance",
    "GuidanceText",
    "Heard",
    "HearingReminder",
    "Imitated",
    "ImpersonationReport",
    "ImpersonationReportQuerySet",
    "ImpersonationStep",
    "InternalNote",
    "Obstacle",
    "Origin",
    "Outcome",
    "OutcomeKind",
    "OutcomeNotice",
    "OutcomeState",
    "OwnPoint",
    "PassingOn",
    "PointAnswer",
    "Presence",
    "ProposedAnswer",
    "SavedView",
    "Side",
    "State",
    "Subject",
    "Tag",
    "Target",
    "ThreatKind",
    "ThreatReport",
    "ThreatReportQuerySet",
    "ThreatSharing",
    "ThreatState",
    "ThreatStep",
    "Triage",
    "Urgency",
    "is_passed_on",
    "due_today",
    "open_now",
    "overdue_now",
    "sealed_evidence",
    "snoozed_now",
    "urgent_now",
    "with_reports",
]
