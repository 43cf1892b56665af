"""The tables of governance."""

from .answers import Answer
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
from .overrides import Override
from .plan import Activity
from .policy import LEADERS, Adoption, Article, ArticleText, Participant, Policy, State, Version, leads

__all__ = [
    "HOUSE_ROLES", "LEADERS", "Activity", "Adoption", "Amendment", "Answer", "Appointment", "Article", "ArticleText",
    "Comment", "Duty", "Leave", "Override", "Participant", "Policy", "RecoveryTest", "StaffHours", "State",
    "Training", "Version", "is_trained", "leads", "trained",
]  # fmt: skip
