"""The parts of a dossier in the order in which they are read. Each takes the content so far and the notes."""

from collections.abc import Callable
from typing import Any

from ..blocks import Block, Notes
from .campaigns import campaigns
from .clauses import clauses
from .method import method
from .summary import asked, summary
from .themes import themes
from .unheard import unheard
from .writers import writers

SECTIONS: tuple[Callable[[dict[str, Any], Notes], Block], ...] = (
    summary,
    asked,
    writers,
    themes,
    clauses,
    campaigns,
    unheard,
    method,
)
