"""Announcements, and who said yes to them."""

from hemicycle.desk.models.announcement import (
    ABOUT,
    APPROVERS,
    DUTY,
    WRITERS,
    Announcement,
    AnnouncementQuerySet,
    Medium,
    Purpose,
    Sensitivity,
    State,
    Target,
    Wording,
    named_offices,
)
from hemicycle.desk.models.approving import (
    Approval,
    Delivery,
    Edition,
    Override,
    Presence,
    Proposal,
    Withdrawal,
)

__all__ = [
    "ABOUT",
    "APPROVERS",
    "DUTY",
    "WRITERS",
    "Announcement",
    "AnnouncementQuerySet",
    "Approval",
    "Delivery",
    "Edition",
    "Medium",
    "Override",
    "Presence",
    "Proposal",
    "Purpose",
    "Sensitivity",
    "State",
    "Target",
    "Withdrawal",
    "Wording",
    "named_offices",
]
