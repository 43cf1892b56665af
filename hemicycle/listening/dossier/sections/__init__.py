"""The parts of a dossier in the order in which they are read. Each takes the content so far and the notes; of some
there are several."""

from collections.abc import Callable
from typing import Any

from ..blocks import Block, Notes
from .campaigns import campaigns
from .clauses import clauses
from .method import method
from .strata import by_facts, by_question
from .summary import asked, summary
from .themes import themes
from .unheard import unheard
from .writers import writers

SECTIONS: tuple[Callable[[dict[str, Any], Notes], Block | list[Block]], ...] = (
    summary,
    asked,
    writers,
    by_question,
    themes,
    by_facts,
    clauses,
    campaigns,
    unheard,
    method,
)
