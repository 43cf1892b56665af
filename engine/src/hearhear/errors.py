"""What can go wrong, as a tree. Trying again helps with none of these, the input or the call has to change; but see
EmbeddingFailed, which says so itself.

HearHearError
├── UnreadableFile      a file that cannot be read at all: missing, empty, truncated, not what it says
│   ├── UnknownColumn   columns were named that the file does not have
│   └── WhichText       several columns could be the text, and only a person can say which
├── NotMessages         a table handed to the engine is not in the schema of messages
└── EmbeddingFailed     texts could not be turned into vectors: the endpoint refused, or its answer is none
"""

from collections.abc import Sequence
from os import PathLike, fspath


class HearHearError(Exception):
    """The root: every error that the engine raises on purpose."""


class UnreadableFile(HearHearError):  # A fact about the file, as in FileNotFound.
    """A file that cannot be read.

    `reason` is a stable code for programs (missing, empty, truncated, encoding, not_what_it_says, unsupported,
    too_large, no_text, nothing_readable, unknown_column, which_text); `detail` is the sentence for people.
    """

    def __init__(self, path: "str | PathLike[str]", reason: str, detail: str = "") -> None:
        self.path = fspath(path)
        self.reason = reason
        self.detail = detail or reason
        super().__init__(self.path, reason, self.detail)

    def __str__(self) -> str:
        return " ".join(f"{self.path}: {self.detail}".split())


class UnknownColumn(UnreadableFile):
    """Columns were named that the file does not have."""

    def __init__(self, path: "str | PathLike[str]", names: Sequence[str], known: Sequence[str]) -> None:
        there = ", ".join(known[:30]) or "none"
        super().__init__(path, "unknown_column", f"no column {', '.join(names)}; it has: {there}")
        self.names = tuple(names)


class WhichText(UnreadableFile):
    """Several columns could be the text. `candidates`: the name of each, with some of its values."""

    def __init__(self, path: "str | PathLike[str]", candidates: Sequence[tuple[str, Sequence[str]]]) -> None:
        shown = "; ".join(f"{name} (“{_excerpt(values[0])}”)" if values else name for name, values in candidates)
        said = f"which column is the text? It could be {shown}"
        super().__init__(path, "which_text", said)
        self.candidates = tuple((name, tuple(values)) for name, values in candidates)


def _excerpt(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:57]}…"


class NotMessages(HearHearError):  # What the table is, not what failed.
    """A table is not in the schema of messages (see `hearhear.message`)."""


class EmbeddingFailed(HearHearError):
    """Texts could not be turned into vectors. `permanent`: trying again cannot help. `detail`: a sentence."""

    def __init__(self, detail: str, *, permanent: bool) -> None:
        self.detail = detail
        self.permanent = permanent
        super().__init__(detail)
