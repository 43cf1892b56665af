"""What governance registers at start, part by part."""

from . import checkpoints, duties, incidents, periods, policy, requests

__all__ = ["checkpoints", "duties", "incidents", "periods", "policy", "requests"]
