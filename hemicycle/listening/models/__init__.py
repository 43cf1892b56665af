"""The tables of listening, one noun a file."""

from .analysis import Analysis, Campaign, Finding, Place
from .collection import Collection
from .correction import Correction
from .dossier import Dossier
from .inquiry import Collected, Inquiry, Part
from .intake import Intake, RejectedRow, Upload
from .link import Link
from .theme import Mention, Theme

__all__ = [
    "Analysis",
    "Campaign",
    "Collected",
    "Collection",
    "Correction",
    "Dossier",
    "Finding",
    "Inquiry",
    "Intake",
    "Link",
    "Mention",
    "Part",
    "Place",
    "RejectedRow",
    "Theme",
    "Upload",
]
