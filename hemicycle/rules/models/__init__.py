"""The tables of the floor, and the shape of background work that apps inherit."""

from .holds import LegalHold, LegalHoldQuerySet
from .installation import HealthProbe, SiteAddress, WorkerSeen
from .log import AuditEntry, AuditEntryQuerySet, AuditHead
from .nights import LogCheck, LogCheckQuerySet, RetentionRun, RetentionRunQuerySet
from .parameters import ParameterInForce
from .periods import PeriodKind, SensitivePeriod, SensitivePeriodQuerySet
from .work import WORK_LIFE, W, Work, WorkQuerySet, WorkState

__all__ = [
    "WORK_LIFE", "AuditEntry", "AuditEntryQuerySet", "AuditHead", "HealthProbe", "LegalHold", "LegalHoldQuerySet",
    "LogCheck", "LogCheckQuerySet", "ParameterInForce", "PeriodKind", "RetentionRun", "RetentionRunQuerySet",
    "SensitivePeriod", "SensitivePeriodQuerySet", "SiteAddress", "W", "Work", "WorkQuerySet", "WorkState",
    "WorkerSeen",
]  # fmt: skip
