"""What has to be done before an account may be closed, as the apps above say it: when it is closed, its network may
delete within days what was published there.

    closing.register_condition("archive", unarchived)          # unarchived(account) -> Blockers, none where it may
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hemicycle.channels.models import Account
from hemicycle.channels.status.blockers import Blocker

Condition = Callable[[Account], Iterable[Blocker]]

CONDITIONS: dict[str, Condition] = {}


def register_condition(name: str, condition: Condition) -> None:
    CONDITIONS[name] = condition


def blockers(account: Account) -> list[Blocker]:
    """Each in a sentence, with the next step; none where it may be closed."""
    return [one for condition in CONDITIONS.values() for one in condition(account)]
