"""File formats: how each is recognised and read."""

from hearhear.sources.formats.detection import LOADERS, Load, detect

__all__ = ["LOADERS", "Load", "detect"]
