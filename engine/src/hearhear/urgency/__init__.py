"""What in a letter cannot wait: a threat, self-harm, danger, a time limit.

`urgency` reads letters and text messages; a person looks at what it reports, and nothing is closed or hidden by it.
What is learned from is in engine/training, how well it does in docs/urgency-accuracy.md.
"""

from typing import TYPE_CHECKING

from hearhear.lazy import names_of

if TYPE_CHECKING:
    from hearhear.urgency.model import KINDS
    from hearhear.urgency.signals import Signal, urgency

__all__ = ["KINDS", "Signal", "urgency"]

__getattr__ = names_of(
    __name__,
    {"KINDS": "hearhear.urgency.model"} | dict.fromkeys(("Signal", "urgency"), "hearhear.urgency.signals"),
)
