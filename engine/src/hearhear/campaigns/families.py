"""The same campaign in several languages."""

from __future__ import annotations

from collections.abc import Sequence

from .settings import Settings


def families(templates: Sequence[str], langs: Sequence[str | None], settings: Settings) -> list[int]:
    """For each campaign the number of its family, or -1."""
    return [-1] * len(templates)
