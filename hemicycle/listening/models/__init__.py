"""The tables of listening, one noun a file."""

from .analysis import Analysis
from .campaign import Campaign
from .collection import Collected, Collection
from .correction import Correction
from .dossier import Dossier
from .finding import Finding, Place
from .group import Group
from .inquiry import Inquiry
from .intake import Intake, RejectedRow, Upload
from .link import Link
from .quote import QuoteReview
from .stratum import Stratum
from .theme import Mention, Theme

__all__ = [
    "Analysis",
    "Campaign",
    "Collected",
    "Collection",
    "Correction",
    "Dossier",
    "Finding",
    "Group",
    "Inquiry",
    "Intake",
    "Link",
    "Mention",
    "Place",
    "QuoteReview",
    "RejectedRow",
    "Stratum",
    "Theme",
    "Upload",
]
