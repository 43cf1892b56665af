"""The members for whom an office may be opened: the record, which knows them, registers this at start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .models import Office


@dataclass(frozen=True)
class Members:
    """`without_office`: key and name of each sitting member without an office; `seat`: an office is theirs."""

    without_office: Callable[[], Sequence[tuple[str, str]]]
    seat: Callable[[str, Office, Any], None]


REGISTERED: list[Members] = []


def register_members(members: Members) -> None:
    REGISTERED[:] = [members]


def without_office() -> list[tuple[str, str]]:
    return [found for members in REGISTERED for found in members.without_office()]


def seat(key: str, office: Office, *, by: Any) -> None:
    for members in REGISTERED:
        members.seat(key, office, by)
