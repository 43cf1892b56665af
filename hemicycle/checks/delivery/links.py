"""Where links lead: away from official pages, or nowhere. What is at their other end is asked by a job, never here."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from hemicycle.checks.contract import Answer
from hemicycle.checks.passages import Note, Passage, Reading

# Behind these anything may stand, and may change; the list is of the best known.
SHORTENERS = frozenset(
    (
        *("bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "buff.ly", "is.gd", "t.ly", "rb.gy", "cutt.ly"),
        *("lnkd.in", "fb.me", "youtu.be", "dlvr.it", "shorturl.at", "tiny.cc", "rebrand.ly", "bl.ink", "s.id", "v.gd"),
    )
)


def address_of(words: str) -> str:
    """The address that a link in a text stands for, which may be written without https://."""
    return words if words.lower().startswith(("http://", "https://")) else f"https://{words}"


def links_of(reading: Reading) -> list[str]:
    """Every address in a draft, once: what a job asks for."""
    return sorted({address_of(words) for passage in reading.passages for _start, _end, words in passage.links})


def unofficial_links(reading: Reading) -> Iterator[Note]:
    if not reading.house.hosts:
        return
    for passage, start, end, words in _links(reading):
        host = _host(words)
        if not any(host == one or host.endswith(f".{one}") for one in reading.house.hosts):
            yield passage.note(start, end, _why(host), _("Link to the official page, or say whose page it is."))


def dead_links(reading: Reading) -> Iterator[Note]:
    answers = reading.draft.links
    for passage, start, end, words in _links(reading):
        if Answer.GONE in (answers.get(words), answers.get(address_of(words))):
            yield passage.note(
                start, end, _("There is no such page any more."), _("Correct the address or leave it out.")
            )


def _links(reading: Reading) -> Iterator[tuple[Passage, int, int, str]]:
    for passage in reading.passages:
        for start, end, words in passage.links:
            yield passage, start, end, words


def _host(words: str) -> str:
    try:
        return (urlsplit(address_of(words)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _why(host: str) -> str:
    if host in SHORTENERS:
        return _("Nobody can see where a shortened link leads, and it may lead elsewhere tomorrow.")
    return _("%(host)s is none of the official sites.") % {"host": host}
