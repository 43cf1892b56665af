"""The tables of governance."""

from .answers import Answer
from .discussion import Amendment, Comment
from .mandates import Mandate, MandateErasure, TransferConsent
from .overrides import Override
from .policy import LEADERS, Adoption, Article, ArticleText, Participant, Policy, State, Version, leads
from .requests import PersonalDataRequest, RequestAddress

__all__ = [
    "LEADERS",
    "Adoption",
    "Amendment",
    "Answer",
    "Article",
    "ArticleText",
    "Comment",
    "Mandate",
    "MandateErasure",
    "Override",
    "Participant",
    "PersonalDataRequest",
    "Policy",
    "RequestAddress",
    "State",
    "TransferConsent",
    "Version",
    "leads",
]
