"""Previews: how an announcement will look on each channel, with its counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hemicycle.channels.contract import Rendered
from hemicycle.channels.models import Medium
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.sms import gsm
from hemicycle.channels.status.counts import in_words
from hemicycle.desk.models import Announcement, AnnouncementText, Target
from hemicycle.desk.snapshot import Message, Snapshot

WEB, FEED, MAIL, TEXT, OTHER = "web", "feed", "mail", "text", "other"


@dataclass(frozen=True, slots=True)
class Replaced:
    """A character that makes a text message longer, and a replacement; None: none known."""

    written: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One channel in one language. `look` says which drawing shows it; `own` is the text somebody wrote for it, and
    `offered` what they begin with. `plainer` is that text in the cheaper alphabet, "" where it is in it already."""

    target: Target
    lang: str
    look: str
    parts: Sequence[str]
    content: Mapping[str, Any]
    counts: Sequence[tuple[str, bool]]
    own: str
    offered: str
    replaced: Sequence[Replaced] = ()
    plainer: str = ""

    @property
    def key(self) -> str:
        return f"{self.target.pk}-{self.lang}"

    @property
    def fits(self) -> bool:
        return all(fits for _words, fits in self.counts)


def cards(snapshot: Snapshot) -> list[Card]:
    return [card_of(snapshot.announcement, one) for one in snapshot.messages]


def by_language(found: Iterable[Card]) -> dict[str, list[Card]]:
    sorted_out: dict[str, list[Card]] = {}
    for card in found:
        sorted_out.setdefault(card.lang, []).append(card)
    return sorted_out


def card_of(announcement: Announcement, one: Message) -> Card:
    text = announcement.by_language[one.lang]
    look = look_of(one.target.account.kind)
    own = one.target.own_texts.get(one.lang, "")
    offered = own or _joined(text, look)
    in_segments = any(count.unit == "segments" for count in one.rendered.counts)
    return Card(
        target=one.target,
        lang=one.lang,
        look=look,
        parts=one.rendered.parts,
        content=one.rendered.content,
        counts=[(in_words(count), count.fits) for count in one.rendered.counts],
        own=own,
        offered=offered,
        replaced=_replaced(one.rendered) if in_segments else (),
        plainer=_plainer(offered) if in_segments else "",
    )


def look_of(kind: str) -> str:
    if kind in (WEB, FEED):
        return kind
    return {Medium.SMS: TEXT, Medium.EMAIL: MAIL}.get(Medium(adapter_of(kind).medium), OTHER)


def _joined(text: AnnouncementText, look: str) -> str:
    """Title and text as one, which is what a variant stands for."""
    between = "\n" if look == TEXT else "\n\n"
    return between.join(filter(None, (text.title, text.body)))


def _replaced(rendered: Rendered) -> list[Replaced]:
    found = {one.written: one.instead for part in rendered.parts for one in gsm.plainer(part)}
    return [Replaced(written, instead) for written, instead in found.items()]


def _plainer(text: str) -> str:
    """The text with every known replacement; "" where there is none."""
    better = text
    for one in reversed(gsm.plainer(text)):
        if one.instead is not None:
            better = f"{better[: one.start]}{one.instead}{better[one.end :]}"
    return better if better != text else ""
