"""Feeds of the record as Atom (RFC 4287) and as JSON Feed 1.1: what happened, the newest first.

    feed = Feed(key=…, title=…, page=…, entries=[Entry(…), …])
    return respond(request, feed, "atom")

Whoever reads a feed is not known, so that only what is public gets in: entries are made of rows `readable_by(None)`.
"""

from hemicycle.record.feeds.feed import Entry, EntryMedium, Feed
from hemicycle.record.feeds.response import KINDS, language_of, respond, write

__all__ = ["KINDS", "Entry", "EntryMedium", "Feed", "language_of", "respond", "write"]
