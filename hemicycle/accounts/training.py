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


def lacks_training(person: UUID) -> bool:
    """Whether the policy (parameter `training_required`) keeps this person from approving and publishing now."""
    return in_force("training_required") == REQUIRED and not any(is_trained(person) for is_trained in REGISTERED)
