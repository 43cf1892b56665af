"""The one release gate: may this thing leave this way, to this reader?

A thing has a `classification`, and an `office` where it is held by one. A reader is a person who signed in;
whoever cannot say what they may read is the public.
"""

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from .classification import Classification
from .egress import UNATTENDED, EgressPoint, refuse_unless_open
from .errors import Refused


@runtime_checkable
class Reader(Protocol):
    """What the gate asks of a person; accounts.User answers it."""

    def reads_internal(self) -> bool:
        """Works for the House itself."""
        ...

    def belongs_to(self, office: Any) -> bool:
        """Has an assignment in that office."""
        ...


@dataclass(frozen=True)
class Decided:
    """A row of which only the classification was read: its own, or that of what it belongs to."""

    classification: str


def allowed(thing: Any, *, via: EgressPoint, to: object) -> bool:
    """Whether `thing` may leave `via` an egress point `to` a reader; anything without a classification may not."""
    via = EgressPoint(via)
    refuse_unless_open(via)
    classification = getattr(thing, "classification", None)
    if classification == Classification.PUBLIC:
        return True
    if via in UNATTENDED or not isinstance(to, Reader):
        return False
    if classification not in (Classification.INTERNAL, Classification.CONFIDENTIAL):
        return False
    office = getattr(thing, "office", None)
    if office is not None:
        return to.belongs_to(office)
    return classification == Classification.INTERNAL and to.reads_internal()


def release(thing: Any, *, via: EgressPoint, to: object) -> None:
    """Let `thing` pass, or raise Refused."""
    if not allowed(thing, via=via, to=to):
        raise Refused(f"{type(thing).__name__} may not leave through the egress point {EgressPoint(via).value}")
