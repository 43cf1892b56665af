"""What governance registers at start, part by part."""

from . import checkpoints, duties, periods, policy

__all__ = ["checkpoints", "duties", "periods", "policy"]
