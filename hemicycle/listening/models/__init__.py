"""The tables of listening, one noun a file."""

from .analysis import Analysis, Campaign, Finding, Place
from .correction import Correction
from .inquiry import Collected, Inquiry, Part
from .intake import Intake, RejectedRow, Upload

__all__ = [
    "Analysis",
    "Campaign",
    "Collected",
    "Correction",
    "Finding",
    "Inquiry",
    "Intake",
    "Part",
    "Place",
    "RejectedRow",
    "Upload",
]
