"""The feeds of the register, Atom and JSON Feed: readers come for them, nothing travels."""

from hemicycle.channels.adapters.feed.channel import Feed

__all__ = ["Feed"]
