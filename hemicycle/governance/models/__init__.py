"""The tables of governance."""

from .answers import Answer
from .checkpoints import AuditCheckpoint, SigningKey, published_keys
from .discussion import Amendment, Comment
from .incidents import Incident, IncidentStep, LeakDrill, LeakSearch
from .overrides import Override
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
    "LEADERS", "Adoption", "Amendment", "Answer", "Article", "ArticleText", "AuditCheckpoint", "Comment",
    "EarlierText", "Incident", "IncidentStep", "LeakDrill", "LeakSearch", "Override", "Participant", "Policy",
    "SigningKey", "State", "Version", "leads", "published_keys",
]  # fmt: skip
