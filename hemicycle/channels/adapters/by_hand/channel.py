"""Makes the pack; what is done with it is a person's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.by_hand.networks import Network
from hemicycle.channels.contract import (
    Access,
    AccountField,
    Act,
    Adapter,
    Connection,
    Count,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
)
from hemicycle.channels.text.short_links import SHORT_LINKS

# What a row keeps of an address.
LONGEST_ADDRESS = 200
# X counts an address as so many characters, however long it is.
ADDRESS_COUNTS = 23
_URL = re.compile(r"https?://\S+")
# What networks add to an address to learn who sent whom.
_TRACKING = re.compile(r"utm_.*|fbclid|igsh|igshid|si|feature|ref|ref_src|s|t|mibextid|rdid|share_url|__.*|notif_.*")


class PostedByHand(Adapter):
    """One network. `in_doubt_seconds`: what a dead worker left is as it was, since nothing has travelled."""

    medium = "social"
    edits = True
    answers_directly = True
    in_doubt_seconds = 0.0
    fields = (
        AccountField("address", _("Name of the account there, as its address shows it"), required=True),
        AccountField("own_id", _("What the network’s own files call the account, where that is not its name")),
        AccountField("mailbox", _("E-mail account of the House to which the network’s notifications go"), "email"),
        SHORT_LINKS,
    )

    def __init__(self, network: Network) -> None:
        self.network, self.kind, self.label, self.edits_posts = network, network.kind, network.label, network.edits
        self.takes_answers = network.answers

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        if outgoing.answers:
            return self._answer(outgoing)
        text, title = self._text(outgoing), ""
        if self.network.most_title is not None:
            title = _without_brackets(
                " ".join(f"{outgoing.notice} {outgoing.title}".split()) or outgoing.body.partition("\n")[0]
            )
            text = _without_brackets(text)
        content = {
            "title": title,
            "text": text,
            "link": outgoing.link,
            "act": str(outgoing.act),
            "pictures": [picture.file for picture in outgoing.pictures],
        }
        counts = [Count(_UNITS[self.network.counted], self.length(text), self.network.most)]
        if title:
            counts.insert(0, Count("characters", len(title), self.network.most_title))
        return Rendered(content, tuple(filter(None, (title, text))), tuple(counts))

    def _answer(self, outgoing: OutgoingText) -> Rendered:
        """The words alone. How long a comment or a direct message may be most networks do not publish."""
        is_post = self.network.answers_are_posts and not outgoing.direct
        length, most = (self.length(outgoing.body), self.network.most) if is_post else (len(outgoing.body), None)
        content = {"text": outgoing.body, "act": str(outgoing.act), "answers": outgoing.answers}
        return Rendered(content, (outgoing.body,), (Count("characters", length, most),))

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return external_id

    def _text(self, outgoing: OutgoingText) -> str:
        """All of it; where that is too long, the title and where the rest stands."""
        hashtags = " ".join(f"#{tag.lstrip('#')}" for tag in outgoing.hashtags[: self.network.most_hashtags])
        titled = "" if self.network.most_title is not None else outgoing.title
        whole = _paragraphs(outgoing.notice, titled, outgoing.body, outgoing.link, hashtags)
        if self.network.most is None or self.length(whole) <= self.network.most or not outgoing.title:
            return whole
        return _paragraphs(outgoing.notice, outgoing.title, outgoing.link, hashtags)

    def length(self, text: str) -> int:
        """In the network's own measure."""
        return _LENGTHS[self.network.counted](text)

    def connect(self, access: Access) -> Connection:
        return _Packs()

    def look_up(self, access: Access, message: Message) -> Receipt:
        return Receipt(Outcome.BY_HAND)

    def profile_url(self, address: str) -> str:
        name = address.strip().strip("@/")
        return self.network.profile.format(quote(name)) if name and "/" not in name else ""

    def post_url(self, address: str) -> str:
        host, path = self._place(address)
        name = self.network.post_in(path)
        if not name:
            raise ValueError("no-post")
        return _kept(self.network.canonical.format(name) if self.network.canonical else f"https://{host}{path}")

    def answer_url(self, address: str) -> str:
        """Networks write those of comments in many ways, and say which in none."""
        host, path = self._place(address)
        return _kept(f"https://{host}{path}")

    def _place(self, address: str) -> tuple[str, str]:
        """Its host, and its path without what follows people. Raises ValueError."""
        try:
            parts = urlsplit(address.strip())
            host = (parts.hostname or "").removesuffix(".")
        except ValueError as error:
            raise ValueError("not-an-address") from error
        if parts.scheme not in ("http", "https") or not host or parts.username or not address.strip().isprintable():
            raise ValueError("not-an-address")
        if parts.scheme != "https":
            raise ValueError("not-https")
        if not any(host == ours or host.endswith(f".{ours}") for ours in self.network.hosts):
            raise ValueError("another-host")
        query = urlencode([(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k)])
        return host, parts.path + (f"?{query}" if query else "")

    def post_id(self, name: str) -> str:
        """From an address of any form, or the bare name of a post."""
        with_host = name.strip()
        if "/" not in with_host:
            return with_host
        try:
            parts = urlsplit(with_host)
        except ValueError:
            return ""
        return self.network.post_in(parts.path + (f"?{parts.query}" if parts.query else ""))

    def steps(self, content: Mapping[str, Any], act: Act) -> tuple[str, ...]:
        pictures = list(content.get("pictures", ()))
        if act == Act.WITHDRAW:
            return ("as-the-house", "removed", "not-shared-on")
        if act == Act.CORRECT and self.network.edits:
            return ("as-the-house", "changed", "unchanged", "reason-stands-first")
        steps = ["as-the-house", "unchanged"]
        if act == Act.CORRECT:
            steps.append("answers-the-first")
        if pictures:
            steps += ["pictures", "alternatives" if self.network.alternatives else "alternatives-in-text"]
        if self.network.captions:
            steps.append("captions")
        steps.append("link" if self.network.links else "link-in-profile")
        return (*steps, "everybody", "comments")


class _Packs(Connection):
    """Nothing is sent: a person posts what lies ready."""

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        mark_in_flight()
        if message.content.get("act") == Act.WITHDRAW and message.supersedes is None:
            # Nobody has posted what was withdrawn.
            return Receipt(Outcome.ACCEPTED)
        return Receipt(Outcome.BY_HAND)


def _kept(address: str) -> str:
    if len(address) > LONGEST_ADDRESS:
        raise ValueError("too-long")
    return address


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(filter(None, (part.strip() for part in parts)))


def _without_brackets(text: str) -> str:
    """YouTube takes neither; what they look like says the same."""
    return text.replace("<", "‹").replace(">", "›")


def _weighted(text: str) -> int:
    """X: an address counts 23; a character up to U+10FF and some punctuation one, all others two; of a sequence of
    emoji each is counted, which is never too few."""
    bare = _URL.sub("", text)
    return ADDRESS_COUNTS * len(_URL.findall(text)) + sum(map(_weight, unicodedata.normalize("NFC", bare)))


def _weight(character: str) -> int:
    point = ord(character)
    light = point <= 0x10FF or 0x2000 <= point <= 0x200D or 0x2010 <= point <= 0x201F or 0x2032 <= point <= 0x2037
    return 1 if light else 2


_LENGTHS: dict[str, Callable[[str], int]] = {
    "characters": len,
    "weighted": _weighted,
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "bytes": lambda text: len(text.encode()),
}
_UNITS = {"characters": "characters", "weighted": "characters", "utf-16": "characters", "bytes": "bytes"}
