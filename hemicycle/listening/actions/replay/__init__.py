"""What is shown = the engine's answer ⊕ the corrections of staff, in the order in which they were made.

Repeated in full after every correction that moves a number, every undo and every new run, so that there is one way
in which a page comes about. A correction of a campaign or theme that the present analysis does not have changes
nothing, and takes effect again with an analysis that has it.
"""

from collections.abc import Callable

from ...models import Analysis, Correction
from ..counting import count
from . import groups, messages

STEPS: dict[str, Callable[[Analysis, Correction], None]] = {**groups.STEPS, **messages.STEPS}


def replay(analysis: Analysis) -> None:
    """Apply the corrections of the inquiry to what the engine found in `analysis`, and count anew."""
    groups.restore(analysis)
    messages.restore(analysis)
    for correction in analysis.inquiry.corrections.in_force():
        STEPS[correction.kind](analysis, correction)
    count(analysis)


def apply(analysis: Analysis, correction: Correction) -> None:
    """Apply a correction that was just made on top of all others; one that only names something moves no number."""
    if correction.kind in groups.NAMING:
        STEPS[correction.kind](analysis, correction)
    else:
        replay(analysis)
