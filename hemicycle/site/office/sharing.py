"""A text ready for each network, in the language of what is shared, within the network's length, with the link.

Lengths and how they are counted are those of the channels: Mastodon's default, Bluesky's lexicon, X's weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.accounts.sensitive_periods import waits_for
from hemicycle.channels.adapters.bluesky import channel as bluesky
from hemicycle.channels.adapters.mastodon import server as mastodon
from hemicycle.channels.registry import ADAPTERS
from hemicycle.record.models import Document, Vote
from hemicycle.record.models.speeches import Opening
from hemicycle.rules import periods
from hemicycle.rules.periods import MEMBERS_KIT
from hemicycle.rules.site_address import absolute

CUT = "…"
# Holds together the signs of one emoji; at the end of a text it holds nothing.
JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Network:
    name: str
    most: int
    measure: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Text:
    """What is copied for one network, and how much of its length it takes."""

    network: Network
    text: str
    length: int


@dataclass(frozen=True, slots=True)
class Share:
    """`key` is unique on the page. `stopped`: why no texts are offered, in a sensitive period."""

    key: str
    link: str
    lang: str
    texts: Sequence[Text]
    stopped: str = ""


def networks() -> list[Network]:
    x = ADAPTERS["x"]
    return [
        Network("Mastodon", mastodon.CHARACTERS, mastodon.length),
        Network("Bluesky", bluesky.CHARACTERS, bluesky.length),
        Network("X", x.network.most, x.length),  # type: ignore[attr-defined]
    ]


def of_speech(opening: Opening, name: str) -> Share:
    """The member's own first words, as they were said; where only a translation is there, the text says that it is."""
    speech, lang = opening.speech, opening.text.language
    with override(lang):
        said = {"name": name, "date": date_format(speech.sitting.date, "DATE_FORMAT")}
        quoted = _("%(name)s, %(date)s: “%(words)s”")
        if opening.is_translation:
            quoted = _("%(name)s, %(date)s (translated): “%(words)s”")
        pattern = quoted % {**said, "words": "%s"}
    return _share(f"speech-{speech.pk}", speech.get_absolute_url(), lang, pattern, " ".join(opening.words.split()))


def of_vote(vote: Vote, name: str) -> Share:
    title = vote.event.titles.here
    with override(title.lang):
        said = {"name": name, "choice": vote.get_option_display(), "title": "%s"}
        said["date"] = date_format(vote.event.sitting.date, "DATE_FORMAT")
        pattern = _("How %(name)s voted on %(date)s: %(choice)s. %(title)s") % said
    return _share(f"vote-{vote.pk}", vote.event.get_absolute_url(), title.lang, pattern, title.text)


def of_paper(paper: Document) -> Share:
    title = paper.titles.here
    with override(title.lang):
        pattern = f"{paper.name} · %s"
    return _share(f"paper-{paper.pk}", paper.get_absolute_url(), title.lang, pattern, title.text)


def _share(key: str, path: str, lang: str, pattern: str, words: str) -> Share:
    link, stopped = absolute(path), periods.stops(MEMBERS_KIT)
    texts = [] if stopped else [_fitted(network, pattern, words, link) for network in networks()]
    return Share(key, link, lang, texts, waits_for(stopped) if stopped else "")


def _fitted(network: Network, pattern: str, words: str, link: str) -> Text:
    """Cut after a whole word, as late as it fits; a language that sets no spaces is cut within its line."""
    kept, text = words, _said(pattern, words, link)
    while kept and network.measure(text) > network.most:
        kept = kept.rpartition(" ")[0] or kept[:-1].rstrip(JOINER)
        text = _said(pattern, f"{kept.rstrip(',;:.–- ')} {CUT}", link)
    return Text(network, text, network.measure(text))


def _said(pattern: str, words: str, link: str) -> str:
    return f"{pattern.replace('%s', words)}\n\n{link}"
