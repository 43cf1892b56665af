"""The tables of accounts: people, offices and who does what where; notices and the mail about accounts."""

from .notices import AccountMail, Frequency, Notice, NoticeChoice, NoticeQuerySet
from .people import Assignment, Office, OfficeScoped, PendingAssignment, User, office_names

__all__ = [
    "AccountMail",
    "Assignment",
    "Frequency",
    "Notice",
    "NoticeChoice",
    "NoticeQuerySet",
    "Office",
    "OfficeScoped",
    "PendingAssignment",
    "User",
    "office_names",
]
