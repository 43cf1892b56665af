"""The tables of governance."""

from .answers import Answer
from .discussion import Amendment, Comment
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
    "LEADERS", "Adoption", "Amendment", "Answer", "Article", "ArticleText", "Comment", "EarlierText", "Override",
    "Participant", "Policy", "State", "Version", "leads",
]  # fmt: skip
