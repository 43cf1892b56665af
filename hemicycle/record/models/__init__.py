"""The tables of the record, by what they are about."""

from hemicycle.record.models.attributions import Attribution
from hemicycle.record.models.documents import (
    ENDED,
    Clause,
    ClauseLevel,
    Document,
    DocumentKind,
    DocumentVersion,
    Origin,
    ProcedureStep,
    Stage,
    VersionStatus,
)
from hemicycle.record.models.identity import Identifier, Source
from hemicycle.record.models.indexing import Indexing, Unindexed
from hemicycle.record.models.localities import Locality
from hemicycle.record.models.matches import Match, MatchState, Watched
from hemicycle.record.models.packing import Packing
from hemicycle.record.models.people import (
    PARTIES,
    Area,
    Gender,
    MemberOffice,
    Membership,
    MembershipRole,
    Organization,
    OrganizationKind,
    Person,
)
from hemicycle.record.models.recordings import MediaSpan, Recording, RecordingKind, SpanMethod, Track
from hemicycle.record.models.rows import readable
from hemicycle.record.models.sittings import AgendaItem, ItemKind, Period, PeriodKind, Sitting, SittingStatus
from hemicycle.record.models.speeches import (
    UNSPOKEN,
    Contribution,
    ContributionKind,
    Segment,
    SegmentKind,
    SpeechText,
    TextKind,
)
from hemicycle.record.models.votes import Vote, VoteCount, VoteEvent, VoteOption, VoteResult

__all__ = [
    "ENDED",
    "PARTIES",
    "UNSPOKEN",
    "AgendaItem",
    "Area",
    "Attribution",
    "Clause",
    "ClauseLevel",
    "Contribution",
    "ContributionKind",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "Gender",
    "Identifier",
    "Indexing",
    "ItemKind",
    "Locality",
    "Match",
    "MatchState",
    "MediaSpan",
    "MemberOffice",
    "Membership",
    "MembershipRole",
    "Organization",
    "OrganizationKind",
    "Origin",
    "Packing",
    "Period",
    "PeriodKind",
    "Person",
    "ProcedureStep",
    "Recording",
    "RecordingKind",
    "Segment",
    "SegmentKind",
    "Sitting",
    "SittingStatus",
    "Source",
    "SpanMethod",
    "SpeechText",
    "Stage",
    "TextKind",
    "Track",
    "Unindexed",
    "VersionStatus",
    "Vote",
    "VoteCount",
    "VoteEvent",
    "VoteOption",
    "VoteResult",
    "Watched",
    "readable",
]
