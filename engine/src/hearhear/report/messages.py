"""The messages of an analysis by id, for the report: counts, quotations with whole sentences, and counts over time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from hearhear import redaction
from hearhear.analyse import Analysis, individual
from hearhear.message import UNKNOWN_SENDER
from hearhear.redaction import Kind, Redaction
from hearhear.structure import split

LONGEST = 320
"""Characters of a quotation: two or three sentences, which is what a reader takes in at a glance."""
_STOPS = (".", "!", "?", "…", ":", ";")
_BETWEEN = " \t\r\"'«»“”‘’()[]"
_ITEM = re.compile(r"[\s\"'«“‘(\[>*•–—-]*(?:\d{1,2}[.)]\s*)?")
"""Before the first word of a line: list markers, quotation marks, or nothing."""
_ENDS = re.compile(r"[.!?…]+[\"'»”)\]]*(?=\s)|\n")


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences around characters `start` to `end`, as far as they are not too long."""
    before = max((match.end() for match in _ENDS.finditer(text, 0, start)), default=0)
    after = _ENDS.search(text, max(start, end - 1))
    first, last = before, after.end() if after else len(text)
    if last - first > LONGEST:
        room = max(0, LONGEST - (end - start)) // 2
        first = _word_begins(text, max(first, start - room))
        last = _word_ends(text, min(last, max(first + LONGEST, end)))
    return trimmed(text, first, last)


def opening(text: str) -> tuple[int, int]:
    """The beginning of the author's own words."""
    own = next(
        (part for part in split(text).parts if part.kind == "own" and text[part.start : part.end].strip()), None
    )
    first, last = (own.start, own.end) if own else (0, len(text))
    return beginning(text, first, last)


def beginning(text: str, first: int, last: int) -> tuple[int, int]:
    """As many whole sentences from `first` on as may be shown, or the beginning of a long one."""
    first, last = trimmed(text, first, last)
    if last - first <= LONGEST:
        return first, last
    ends = [match.end() for match in _ENDS.finditer(text, first + LONGEST // 3, first + LONGEST)]
    return trimmed(text, first, ends[-1] if ends else _word_ends(text, first + LONGEST))


def is_cut(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the sentence goes on before `start`, and after `end`."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    begins = _ITEM.fullmatch(line) is not None or line.rstrip(_BETWEEN).endswith(_STOPS)
    remainder = text[end:].split("\n", 1)[0].lstrip(_BETWEEN)
    ended = remainder.startswith(_STOPS) or text[start:end].rstrip(_BETWEEN).endswith(_STOPS)
    ends = ended or not any(map(str.isalnum, remainder))
    return not begins, not ends


def trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    """Without blanks at either end."""
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return first, last


def _word_begins(text: str, at: int) -> int:
    found = re.compile(r"\s").search(text, at) if at and not text[at - 1].isspace() else None
    return found.end() if found else at


def _word_ends(text: str, at: int) -> int:
    if at >= len(text) or text[at].isspace():
        return at
    return next((place for place in range(at, 0, -1) if text[place - 1].isspace()), at)


Count = dict[str, Any]
"""{"messages", "senders", "ids"}: the numbers of messages and senders, and the ids in the order of the analysis."""


class MessageIndex:
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
        self._campaign_of = {name: campaign for campaign, name in analysis.representatives.items()}
        self._spans = _spans(analysis)

    def members_of(self, voices: Iterable[str]) -> set[str]:
        """The voices, with all members of the campaigns that they represent."""
        found: set[str] = set()
        for name in voices:
            campaign = self._campaign_of.get(name)
            found.update(self.members[campaign] if campaign else [name])
        return found

    def campaigns_of(self, voices: Iterable[str]) -> list[str]:
        """The campaigns that voices represent, the largest first."""
        found = {self._campaign_of[name] for name in voices if name in self._campaign_of}
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
        """The redactions of a message, in order."""
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
        before, after = is_cut(self.text[at], start, end)
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


MOST = 45
"""Bars that fit on a page side by side and can still be distinguished."""


def over_time(bag: MessageIndex) -> dict[str, Any] | None:
    """Messages by period, empty periods among them; None where no message has a time."""
    days = {name: sent.date() for name, sent in zip(bag.ids, bag.sent_at, strict=True) if sent}
    if not days:
        return None
    unit = _unit(min(days.values()), max(days.values()))
    inside: dict[date, set[str]] = {first: set() for first in _periods(unit, min(days.values()), max(days.values()))}
    for name, when in days.items():
        inside[_begins(unit, when)].add(name)
    individual = {name for name, alone in zip(bag.ids, bag.individual, strict=True) if alone}
    return {
        "unit": unit,
        "periods": [
            {
                "from": first.isoformat(),
                "individual": len(names & individual),
                "in_campaigns": sum(bool(bag.campaign[bag.place[name]]) for name in names),
                **bag.count(names),
            }
            for first, names in inside.items()
        ],
    }


def day(moment: datetime | None) -> str | None:
    """The day of a moment, in UTC."""
    return moment.date().isoformat() if moment else None


def _unit(first: date, last: date) -> str:
    span = (last - first).days + 1
    return "day" if span <= MOST else "week" if span <= 7 * MOST else "month" if span <= 30 * MOST else "year"


def _begins(unit: str, when: date) -> date:
    if unit == "week":
        return when - timedelta(days=when.weekday())
    return {"day": when, "month": when.replace(day=1)}.get(unit, when.replace(month=1, day=1))


def _periods(unit: str, first: date, last: date) -> list[date]:
    found, at = [], _begins(unit, first)
    while at <= last:
        found.append(at)
        at = _next(unit, at)
    return found


def _next(unit: str, at: date) -> date:
    if unit == "year":
        return at.replace(year=at.year + 1)
    if unit == "month":
        return (at + timedelta(days=31)).replace(day=1)
    return at + timedelta(days=7 if unit == "week" else 1)
