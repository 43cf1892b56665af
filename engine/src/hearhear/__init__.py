"""What citizens write to a parliament: campaigns and individual voices, explained.

Begin reading in `hearhear.message` (what goes in), then `hearhear.sources.read` (where it comes from) and
`hearhear.analyse.run`, which does every step: languages, personal data, campaigns, links to bills and clauses, themes.
`hearhear.report` writes the report.
"""

from typing import TYPE_CHECKING

from hearhear.errors import EmbeddingFailed, HearHearError, NotMessages, UnknownColumn, UnreadableFile, WhichText
from hearhear.lazy import names_of

if TYPE_CHECKING:
    from hearhear.message import MESSAGE_SCHEMA, Message, to_table, with_defaults

__all__ = [
    "MESSAGE_SCHEMA",
    "EmbeddingFailed",
    "HearHearError",
    "Message",
    "NotMessages",
    "UnknownColumn",
    "UnreadableFile",
    "WhichText",
    "to_table",
    "with_defaults",
]

__getattr__ = names_of(
    __name__, dict.fromkeys(("MESSAGE_SCHEMA", "Message", "to_table", "with_defaults"), "hearhear.message")
)

__version__ = "0.1.0"
