"""What each sentence of a letter is, in any of the languages of the Universal Sentence Encoder.

`kinds` reads sentences alone; `read` reads letters, each sentence beside its neighbours, and `casework` and
`disagrees` say whether a letter asks for help with a matter of the sender's own or disowns a campaign. `sentences` is
the one splitter of the engine. `private_spans` finds the sentences that are nobody else's business.
"""

from typing import TYPE_CHECKING

from hearhear.lazy import names_of
from hearhear.sentences.splitting import Segment, quotations, segments, sentences

if TYPE_CHECKING:
    from hearhear.sentences.letters import (
        Evidence,
        Letter,
        casework,
        disagrees,
        is_shared,
        kinds,
        private_spans,
        read,
        unread,
    )  # fmt: skip
    from hearhear.sentences.model import KINDS

__all__ = [
    "KINDS",
    "Evidence",
    "Letter",
    "Segment",
    "casework",
    "disagrees",
    "is_shared",
    "kinds",
    "private_spans",
    "quotations",
    "read",
    "segments",
    "sentences",
    "unread",
]

# The model, which whoever only splits does without.
__getattr__ = names_of(
    __name__,
    {"KINDS": "hearhear.sentences.model"}
    | dict.fromkeys(
        ("Evidence", "Letter", "casework", "disagrees", "is_shared", "kinds", "private_spans", "read", "unread"),
        "hearhear.sentences.letters",
    ),
)
