"""What governance registers at start, part by part."""

from . import archive, checkpoints, duties, incidents, periods, policy, requests

__all__ = ["archive", "checkpoints", "duties", "incidents", "periods", "policy", "requests"]
