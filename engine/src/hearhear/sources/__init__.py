"""Where messages come from: files of every kind that a parliament receives, read into one table.

Begin with `read` (everything), `guess` (how a file would be read, for a page to show), `batches` (a large Parquet
file, some rows at a time) and `read_texts` (bills, and whatever else people may quote).
"""

from hearhear.sources.reader import batches, guess, read
from hearhear.sources.reading import Column, Guess, Options, Reading, Rejected
from hearhear.sources.texts import read_texts

__all__ = ["Column", "Guess", "Options", "Reading", "Rejected", "batches", "guess", "read", "read_texts"]
