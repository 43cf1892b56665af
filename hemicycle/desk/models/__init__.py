"""Announcements, and who approved them."""

from hemicycle.desk.models.announcement import (
    ABOUT,
    TIMES,
    Announcement,
    AnnouncementQuerySet,
    AnnouncementText,
    Purpose,
    Sensitivity,
    State,
    Target,
    earliest,
)
from hemicycle.desk.models.approvals import (
    Approval,
    Delivery,
    DutyLink,
    Edition,
    Override,
    Presence,
    Proposal,
    Withdrawal,
    on_duty_for,
)
from hemicycle.desk.models.media import Consent, Described, Kind, LibraryItem, LibraryItemQuerySet, MediaFile, Rights
from hemicycle.desk.models.people import APPROVERS, DUTY, WRITERS, named_offices
from hemicycle.desk.models.template import Template, TemplateMedium, TemplateTarget

__all__ = [
    "ABOUT",
    "APPROVERS",
    "DUTY",
    "TIMES",
    "WRITERS",
    "Announcement",
    "AnnouncementQuerySet",
    "AnnouncementText",
    "Approval",
    "Consent",
    "Delivery",
    "Described",
    "DutyLink",
    "Edition",
    "Kind",
    "LibraryItem",
    "LibraryItemQuerySet",
    "MediaFile",
    "Override",
    "Presence",
    "Proposal",
    "Purpose",
    "Rights",
    "Sensitivity",
    "State",
    "Target",
    "Template",
    "TemplateMedium",
    "TemplateTarget",
    "Withdrawal",
    "earliest",
    "named_offices",
    "on_duty_for",
]
