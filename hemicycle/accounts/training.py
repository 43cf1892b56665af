"""Whether somebody has the training that the policy asks for before they approve, release or answer in public.

Governance keeps the records and registers at start who has what is needed. Nobody has where nothing is registered.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from hemicycle.rules.parameters import in_force

IsTrained = Callable[[UUID], bool]
"""is_trained(person): whether the person of this key has a valid record of all that is needed."""

REQUIRED = "required"
REGISTERED: list[IsTrained] = []


def register_training(is_trained: IsTrained) -> None:
    REGISTERED[:] = [is_trained]


def is_required() -> bool:
    """Whether the policy asks for it (parameter `training_required`)."""
    return bool(in_force("training_required") == REQUIRED)


def lacks_training(person: UUID, *, required: bool | None = None) -> bool:
    """Whether the policy keeps this person from approving and publishing now. `required`: is_required(), for whoever
    asks of many."""
    asked = is_required() if required is None else required
    return asked and not any(is_trained(person) for is_trained in REGISTERED)
