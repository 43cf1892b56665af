"""Where messages come from: files of every kind that a parliament receives, read into one table.

Begin with `read` (everything), `guess` (how a file would be read, for a page to show), `batches` (a large Parquet
file, some rows at a time), `read_texts` (bills, and whatever else people may quote) and `read_targets` (the same,
piece by piece, as what people may speak of).
"""

from hearhear.linking import Target
from hearhear.sources.reader import guess, read
from hearhear.sources.records import Column, Guess, Layout, Options, Reading, Rejected
from hearhear.sources.targets import read_targets, read_texts

__all__ = [
    "Column", "Guess", "Layout", "Options", "Reading", "Rejected", "Target", "guess", "read", "read_targets",
    "read_texts",
]  # fmt: skip
