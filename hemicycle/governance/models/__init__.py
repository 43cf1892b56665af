"""The tables of governance."""

from .answers import Answer
from .archive import ArchiveConfirmation, ArchiveFile, ArchiveRecord, Capture, archive_folder
from .checkpoints import AuditCheckpoint, SigningKey, published_keys
from .conversations import ForwardedConversation, ForwardedFile
from .discussion import Amendment, Comment
from .duties import (
    HOUSE_ROLES,
    Appointment,
    Duty,
    Leave,
    RecoveryTest,
    StaffHours,
    Training,
    answers_for_data,
    is_trained,
    trained,
)
from .incidents import Incident, IncidentStep, LeakDrill, LeakSearch
from .mandates import Mandate, MandateErasure, TransferConsent
from .overrides import Override
from .plan import Activity
from .policy import (
    GIVEN_UP,
    LEADERS,
    Adoption,
    Article,
    ArticleText,
    EarlierText,
    Participant,
    Policy,
    State,
    Version,
    leads,
)
from .requests import PersonalDataRequest, RequestAddress

__all__ = [
    "GIVEN_UP", "HOUSE_ROLES", "LEADERS", "Activity", "Adoption", "Amendment", "Answer", "Appointment",
    "ArchiveConfirmation", "ArchiveFile", "ArchiveRecord", "Article", "ArticleText", "AuditCheckpoint", "Capture",
    "Comment", "Duty", "EarlierText", "ForwardedConversation", "ForwardedFile", "Incident", "IncidentStep",
    "LeakDrill", "LeakSearch", "Leave", "Mandate", "MandateErasure", "Override", "Participant",
    "PersonalDataRequest", "Policy", "RecoveryTest", "RequestAddress", "SigningKey", "StaffHours", "State",
    "Training", "TransferConsent", "Version", "answers_for_data", "archive_folder", "is_trained", "leads",
    "published_keys", "trained",
]  # fmt: skip
