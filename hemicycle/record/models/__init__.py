"""The tables of the record, by what they are about."""

from hemicycle.record.models.documents import (
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
from hemicycle.record.models.people import (
    Area,
    Gender,
    MemberOffice,
    Membership,
    MembershipRole,
    Organization,
    OrganizationKind,
    Person,
)
from hemicycle.record.models.sittings import AgendaItem, Contribution, ItemKind, Sitting

__all__ = [
    "AgendaItem",
    "Area",
    "Clause",
    "ClauseLevel",
    "Contribution",
    "Document",
    "DocumentKind",
    "DocumentVersion",
    "Gender",
    "Identifier",
    "ItemKind",
    "MemberOffice",
    "Membership",
    "MembershipRole",
    "Organization",
    "OrganizationKind",
    "Origin",
    "Person",
    "ProcedureStep",
    "Sitting",
    "Source",
    "Stage",
    "VersionStatus",
]
