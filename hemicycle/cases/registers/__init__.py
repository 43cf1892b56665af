"""What cases register at start, part by part."""

from . import cases, campaigns  # isort: skip

__all__ = ["campaigns", "cases"]
