"""Every write of following."""

from hemicycle.follow.actions.subscribing import ask, confirm, end
from hemicycle.follow.actions.telling import tell

__all__ = ["ask", "confirm", "end", "tell"]
