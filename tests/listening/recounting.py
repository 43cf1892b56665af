"""The numbers of a dossier counted anew, one finding at a time, from nothing but the rows that the engine's run left."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from hemicycle.listening.models import Analysis, Finding, Link, Mention, Theme

# Numbers of people and of campaigns; every other number is one of messages.
OF_SENDERS = {"senders", "campaign_senders", "voice_senders"}
OF_CAMPAIGNS = {"campaigns"}
COUNTED = {"campaign", "voice"}
# “8 of 24 (33%)” in three languages; a space may stand before the sign.
SHARE = re.compile(r"(\d+) (?:of|sur|de) (\d+) \((\D*)(\d+)\s?%\)")

Counted = Mapping[str, Any]


def counted(facts: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Counted]]:
    """Every {"n", "note"} anywhere in the facts, with the way to it."""
    if isinstance(facts, Mapping):
        if set(facts) == {"n", "note"}:
            yield path, facts
        else:
            for name, one in facts.items():
                yield from counted(one, (*path, name))
    elif isinstance(facts, list):
        for place, one in enumerate(facts):
            yield from counted(one, (*path, str(place)))


class Recount:
    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.findings = {row.inbound_id: row for row in analysis.findings.select_related("inbound")}

    def number(self, name: str, messages: Iterable[int]) -> int:
        """What a number of this name must be, the messages behind it known."""
        found = [self.findings[message] for message in messages]
        if name in OF_SENDERS:
            return len({row.inbound.sender or ("", row.inbound_id) for row in found})
        if name in OF_CAMPAIGNS:
            return len({row.campaign_id for row in found if row.place == "campaign"})
        return len(found)

    def numbers(self, messages: Iterable[int]) -> set[int]:
        """Every number that may be said of these messages."""
        listed = list(messages)
        return {self.number(name, listed) for name in ("messages", "senders", "campaigns")}

    def placed(self, *places: str) -> set[int]:
        return {message for message, row in self.findings.items() if row.place in places}

    def with_own_words(self) -> set[int]:
        return {message for message in self.placed("campaign") if self.findings[message].personal_text}

    def of_theme(self, theme: Theme) -> set[int]:
        """Who speaks of a theme or a part of it; the one that stands for a campaign speaks for all found in it."""
        mentions = Mention.objects.filter(Q(theme=theme) | Q(theme__parent=theme)).select_related("finding")
        return self._spoken_for((one.finding, one.campaign_id) for one in mentions)

    def of_clause(self, document: Any, eid: str) -> set[int]:
        """Who names a provision, or was linked to it by staff."""
        sure = [
            link
            for link in self.analysis.links.filter(document=document, eid=eid).select_related("finding")
            if link.state != Link.State.REJECTED and (link.named or link.state == Link.State.CONFIRMED)
        ]
        return self._spoken_for((link.finding, link.campaign_id) for link in sure)

    def _spoken_for(self, spoken: Iterable[tuple[Finding, int | None]]) -> set[int]:
        found: set[int] = set()
        for finding, campaign in spoken:
            found.add(finding.inbound_id)
            if campaign is not None:
                found |= {m for m, row in self.findings.items() if row.engine_campaign_id == campaign}
        return found & self.placed(*COUNTED)
