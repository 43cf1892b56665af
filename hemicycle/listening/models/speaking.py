"""Which messages speak of a theme or a clause.

Those that do so themselves, and all messages of a campaign whose representative does. Each counts once; repeats
outside campaigns and what was set aside count nowhere.
"""

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Mapping
from typing import Any, Self

from django.db.models import Q

from .analysis import AnalysisScoped
from .finding import Finding

Spoken = Iterable[tuple[Any, int, Hashable | None]]
"""(what is spoken of, finding, what the finding represents: a campaign, or those of it that answer one question)."""


class SpeakingQuerySet(AnalysisScoped):
    """Inherit where a row says what a message speaks of: the message itself, or all of the campaign it represents."""

    def by_messages(self, messages: Iterable[Any]) -> Self:
        keys = list(messages)
        members = Finding.objects.filter(inbound__in=keys, engine_campaign__isnull=False)
        return self.filter(Q(finding__inbound__in=keys) | Q(campaign__in=members.values("engine_campaign")))

    def by_finding(self, finding: Finding) -> Self:
        own = Q(finding=finding)
        return self.filter(own | Q(campaign=finding.engine_campaign_id) if finding.engine_campaign_id else own)


def speakers_of(spoken: Spoken, counted: Container[int], members: Mapping[Any, Iterable[int]]) -> dict[Any, set[int]]:
    """What is spoken of → the findings among `counted` that speak of it; `members` are those each one represents."""
    speakers: dict[Any, set[int]] = defaultdict(set)
    for what, finding, campaign in spoken:
        if finding in counted:
            speakers[what].add(finding)
        if campaign is not None:
            speakers[what].update(members.get(campaign, ()))
    return speakers


def with_parts(speakers: Mapping[int, set[int]], parents: Mapping[int, int | None]) -> dict[int, set[int]]:
    """The same for themes, each with those that speak of a part of it."""
    whole: dict[int, set[int]] = defaultdict(set)
    for theme, findings in speakers.items():
        above: int | None = theme
        seen = set[int]()
        while above is not None and above not in seen:
            whole[above] |= findings
            seen.add(above)
            above = parents.get(above)
    return whole
