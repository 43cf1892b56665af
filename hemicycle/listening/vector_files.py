"""Where the vectors of an inquiry's letters are kept (vectors.py), and how they go when a message is erased."""

from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from .models import Inquiry


def file_of(inquiry: Inquiry) -> Path:
    return Path(settings.HOME) / "listening" / f"{inquiry.address}.vectors"


def forget(inquiries: Collection[Inquiry]) -> None:
    """Delete what was kept for these inquiries; the next run reads their letters again."""
    for inquiry in inquiries:
        file_of(inquiry).unlink(missing_ok=True)
