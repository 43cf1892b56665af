"""The public register and its feeds, on the House's own site: what was released is there, and nothing travels.

The page is made from the row itself; Atom (RFC 4287) and JSON Feed 1.1 too, with the whole text in the entry.
"""

from hemicycle.channels.adapters.web.channel import Feed, Web

__all__ = ["Feed", "Web"]
