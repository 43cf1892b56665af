"""How campaigns and themes differ: their table, and what a correction of each is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .analysis import Analysis
from .campaign import Campaign
from .correction import Correction
from .group import Group
from .theme import Theme

Kind = Correction.Kind


@dataclass(frozen=True)
class GroupKind:
    """`name` is the field of a correction, of a finding and of a mention that holds a group of this kind."""

    name: str
    model: type[Group]
    corrections: Mapping[str, Correction.Kind]

    def groups_of(self, analysis: Analysis) -> Any:
        return getattr(analysis, f"{self.name}s")

    def find(self, analysis: Analysis, key: str) -> Any:
        """The group under this key, or the one that it became part of; None where the analysis has neither."""
        group: Any = self.groups_of(analysis).filter(key=key).first()
        while group is not None and group.merged_into is not None:
            group = group.merged_into
        return group


CAMPAIGN = GroupKind(
    "campaign",
    Campaign,
    {
        "confirm": Kind.CONFIRM,
        "rename": Kind.RENAME,
        "merge": Kind.MERGE,
        "split": Kind.SPLIT,
        "move_in": Kind.MOVE_IN,
        "move_out": Kind.MOVE_OUT,
    },
)
THEME = GroupKind(
    "theme",
    Theme,
    {
        "confirm": Kind.THEME_CONFIRM,
        "rename": Kind.THEME_RENAME,
        "merge": Kind.THEME_MERGE,
        "split": Kind.THEME_SPLIT,
        "move_in": Kind.THEME_IN,
        "move_out": Kind.THEME_OUT,
    },
)


def kind_of(correction: Correction) -> GroupKind:
    """The kind of group that a correction is about."""
    return THEME if correction.kind in THEME.corrections.values() else CAMPAIGN
