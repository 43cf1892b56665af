"""The messages of an analysis as a report looks at them: who is behind a voice, and what may be quoted of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from hearhear import redaction
from hearhear.analyse import Analysis, individual
from hearhear.message import UNKNOWN_SENDER
from hearhear.redaction import Kind, Redaction
from hearhear.report.excerpts import torn

Count = dict[str, Any]
"""{"messages", "senders", "ids"}: a number of messages with what is behind it, ids in the order of the analysis."""


class Postbag:
    """Messages by id, and their campaigns."""

    def __init__(self, analysis: Analysis) -> None:
        messages, found = analysis.messages, analysis.campaigns.messages
        self.ids: list[str] = messages["id"].to_pylist()
        self.place = {name: at for at, name in enumerate(self.ids)}
        self.text: list[str] = messages["text"].to_pylist()
        self.lang: list[str] = [lang or "und" for lang in messages["lang"].to_pylist()]
        self.channel: list[str | None] = messages["channel"].to_pylist()
        self.sender: list[str] = messages["sender"].to_pylist()
        self.sent_at = messages["sent_at"].to_pylist()
        self.campaign: list[str | None] = found["campaign_id"].to_pylist()
        self.set_aside: list[str | None] = found["set_aside"].to_pylist()
        self.repeat: list[bool] = found["repeat"].to_pylist()
        self.personal: list[str] = found["personal_text"].to_pylist()
        self.individual: list[bool] = individual(analysis.campaigns).to_pylist()
        self.members: dict[str, list[str]] = {}
        for name, campaign in zip(self.ids, self.campaign, strict=True):
            if campaign:
                self.members.setdefault(campaign, []).append(name)
        self._standing = {name: campaign for campaign, name in analysis.representatives.items()}
        self._spans = _spans(analysis)

    def everyone(self, voices: Iterable[str]) -> set[str]:
        """The voices, and of a voice that stands for a campaign all of that."""
        found: set[str] = set()
        for name in voices:
            campaign = self._standing.get(name)
            found.update(self.members[campaign] if campaign else [name])
        return found

    def campaigns_of(self, voices: Iterable[str]) -> list[str]:
        """The campaigns that voices stand for, the largest first."""
        found = {self._standing[name] for name in voices if name in self._standing}
        return sorted(found, key=lambda one: (len(one), one))

    def count(self, ids: Collection[str]) -> Count:
        """How many messages from how many senders, and which."""
        ordered = self.ordered(ids)
        senders = {self.sender[self.place[name]] for name in ordered}
        return {"messages": len(ordered), "senders": len(senders), "ids": ordered}

    def ordered(self, ids: Collection[str]) -> list[str]:
        """Ids in the order of the analysis."""
        return sorted(ids, key=self.place.__getitem__)

    def where(self, chosen: Iterable[bool]) -> Count:
        """The count of messages for which it is true."""
        return self.count([name for name, is_so in zip(self.ids, chosen, strict=True) if is_so])

    def unknown_senders(self) -> int:
        """Messages of which no sender is known; each counts as a sender."""
        return sum(sender.startswith(UNKNOWN_SENDER) for sender in self.sender)

    def redactions(self, name: str) -> list[Redaction]:
        """What is personal data in a message, in order."""
        return self._spans.get(name, [])

    def redacted(self, name: str) -> str:
        """The whole message as it may be shown."""
        at = self.place[name]
        return redaction.redact(self.text[at], self.redactions(name), lang=self.lang[at])

    def quote(self, name: str, start: int, end: int) -> dict[str, Any]:
        """Words of a message, personal data out; `start` and `end` widened to whole redactions, in the original.

        `cut_before`, `cut_after`: whether the sentence goes on there.
        """
        at = self.place[name]
        spans = self.redactions(name)
        for span in spans:
            if span.start < end and start < span.end:
                start, end = min(start, span.start), max(end, span.end)
        inside = [
            Redaction(span.start - start, span.end - start, span.kind, span.certainty)
            for span in spans
            if start <= span.start and span.end <= end
        ]
        text = redaction.redact(self.text[at][start:end], inside, lang=self.lang[at])
        before, after = torn(self.text[at], start, end)
        return {
            "message": name, "start": start, "end": end, "lang": self.lang[at], "text": text, "cut_before": before,
            "cut_after": after,
        }  # fmt: skip


def _spans(analysis: Analysis) -> dict[str, list[Redaction]]:
    spans: dict[str, list[Redaction]] = {}
    for row in analysis.redactions.to_pylist():
        one = Redaction(row["start"], row["end"], Kind(row["kind"]), row["certainty"])
        spans.setdefault(row["id"], []).append(one)
    return {name: sorted(found, key=lambda one: one.start) for name, found in spans.items()}
