"""The tables of governance."""

from .answers import Answer
from .checkpoints import AuditCheckpoint, SigningKey, published_keys
from .discussion import Amendment, Comment
from .duties import (
    HOUSE_ROLES,
    Appointment,
    Duty,
    Leave,
    RecoveryTest,
    StaffHours,
    Training,
    is_trained,
    trained,
)
from .incidents import Incident, IncidentStep, LeakDrill, LeakSearch
from .overrides import Override
from .plan import Activity
from .policy import (
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

__all__ = [
    "HOUSE_ROLES", "LEADERS", "Activity", "Adoption", "Amendment", "Answer", "Appointment", "Article", "ArticleText",
    "AuditCheckpoint", "Comment", "Duty", "EarlierText", "Incident", "IncidentStep", "LeakDrill", "LeakSearch",
    "Leave", "Override", "Participant", "Policy", "RecoveryTest", "SigningKey", "StaffHours", "State", "Training",
    "Version", "is_trained", "leads", "published_keys", "trained",
]  # fmt: skip
