"""Previews: how an announcement will look on each channel, with its counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hemicycle.channels.contract import Rendered
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.sms import gsm
from hemicycle.channels.status.counts import in_words
from hemicycle.desk.models import Announcement, AnnouncementText, Kind, MediaFile, Target
from hemicycle.desk.snapshot import Message, Snapshot, own_version
from hemicycle.follow.messages import TOKEN

WEB, FEED, MAIL, TEXT, OTHER = "web", "feed", "mail", "text", "other"


@dataclass(frozen=True, slots=True)
class Replaced:
    """A character that makes a text message longer, and a replacement; None: none known."""

    written: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One channel in one language. `look` says which drawing shows it; `own` is the text somebody wrote for it, `read`
    its version, and `offered` what they begin with. `plainer` is that text in the cheaper alphabet, "" where it is in
    it already; `pictures` are those that the channel carries, with what each says to whoever does not see it."""

    target: Target
    lang: str
    look: str
    parts: Sequence[str]
    content: Mapping[str, Any]
    counts: Sequence[tuple[str, bool]]
    own: str
    offered: str
    read: str = ""
    pictures: Sequence[tuple[MediaFile, str]] = ()
    replaced: Sequence[Replaced] = ()
    plainer: str = ""

    @property
    def key(self) -> str:
        return f"{self.target.pk}-{self.lang}"

    @property
    def field_id(self) -> str:
        """The id of the field of its own text."""
        return f"own-{self.key}"

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
    offered = own or common_text(text, one.target)
    in_segments = any(count.unit == "segments" for count in one.rendered.counts)
    return Card(
        target=one.target,
        lang=one.lang,
        look=look,
        parts=[_without_token(part) for part in one.rendered.parts],
        content=one.rendered.content,
        counts=in_words(one.rendered.counts),
        own=own,
        offered=offered,
        read=own_version(one.target, one.lang),
        pictures=_pictures(announcement, one),
        replaced=_replaced(one.rendered) if in_segments else (),
        plainer=_plainer(offered) if in_segments else "",
    )


def look_of(kind: str) -> str:
    if kind in (WEB, FEED):
        return kind
    return {Medium.SMS: TEXT, Medium.EMAIL: MAIL}.get(Medium(adapter_of(kind).medium), OTHER)


def order_of(account: Account) -> tuple[int, str, int]:
    """What everybody reads first: the site, the feeds, what is written to people, then networks by name."""
    looks = (WEB, FEED, MAIL, TEXT, OTHER)
    return looks.index(look_of(account.kind)), account.name, account.pk


def common_text(text: AnnouncementText, target: Target) -> str:
    """Title and text as one, which is what an own text stands for."""
    between = "\n" if look_of(target.account.kind) == TEXT else "\n\n"
    return between.join(filter(None, (text.title, text.body)))


def _without_token(part: str) -> str:
    """Each recipient gets an address of their own; nobody reads the place that is left for it."""
    return part.replace(TOKEN, "…")


def _pictures(announcement: Announcement, one: Message) -> list[tuple[MediaFile, str]]:
    """Those that the channel carries: it takes every picture of the announcement, or none."""
    if not one.rendered.content.get("pictures"):
        return []
    images = [medium for medium in announcement.media.all() if medium.kind == Kind.IMAGE]
    return [(medium, medium.alternative_in(one.lang)) for medium in images]


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
