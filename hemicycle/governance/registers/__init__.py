"""What governance registers at start, part by part."""

from . import archive, checkpoints, conversations, duties, incidents, periods, policy, requests

__all__ = ["archive", "checkpoints", "conversations", "duties", "incidents", "periods", "policy", "requests"]
