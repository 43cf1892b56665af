"""File formats: how each is recognised and read."""

from hearhear.sources.formats.detection import LOADERS, detect

__all__ = ["LOADERS", "detect"]
