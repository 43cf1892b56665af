"""Links: away from official pages, or to pages that are gone. Only `ask`, for a job, uses the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from hemicycle.checks.check import check
from hemicycle.checks.contract import Answer, Message
from hemicycle.checks.passages import Found, Passage, Reading
from hemicycle.record.sources import web_pages
from hemicycle.record.sources.fetching import Busy, Refused

# Whatever stands behind one may change; the list is of the best known.
SHORTENERS = frozenset(
    (
        *("bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "buff.ly", "is.gd", "t.ly", "rb.gy", "cutt.ly"),
        *("lnkd.in", "fb.me", "youtu.be", "dlvr.it", "shorturl.at", "tiny.cc", "rebrand.ly", "bl.ink", "s.id", "v.gd"),
    )
)
_SHORTENED = Message(
    en="Nobody can see where a shortened link leads, and it may lead elsewhere tomorrow.",
    fr="Personne ne voit où mène un lien raccourci, et il peut mener ailleurs demain.",
    es="Nadie ve adónde lleva un enlace acortado, y mañana puede llevar a otro sitio.",
)
# Gone by the server's own word (RFC 9110, 15.5.5 and 15.5.11); what it forbids to us a reader may see.
_GONE = (404, 410)


@check(
    "unofficial-link",
    can_block=True,
    reason=Message(
        en="%(host)s is not an official site.",
        fr="%(host)s ne fait pas partie des sites officiels.",
        es="%(host)s no es un sitio oficial.",
    ),
    suggestion=Message(
        en="Link to the official page, or say whose page it is.",
        fr="Renvoyez à la page officielle, ou dites de qui est cette page.",
        es="Enlace a la página oficial o diga de quién es la página.",
    ),
)
def unofficial_links(reading: Reading) -> Iterator[Found]:
    if not reading.house.hosts:
        return
    for passage, start, end, words in _links(reading):
        host = _host(words)
        if not any(host == one or host.endswith(f".{one}") for one in reading.house.hosts):
            yield passage.found(start, end, reason=_SHORTENED if host in SHORTENERS else None, host=host)


@check(
    "dead-link",
    can_block=True,
    reason=Message(
        en="This page no longer exists.",
        fr="Cette page n’existe plus.",
        es="Esta página ya no existe.",
    ),
    suggestion=Message(
        en="Correct the address or remove it.",
        fr="Corrigez l’adresse ou retirez-la.",
        es="Corrija la dirección o quítela.",
    ),
)
def dead_links(reading: Reading) -> Iterator[Found]:
    answers = reading.draft.links
    for passage, start, end, words in _links(reading):
        if Answer.GONE in (answers.get(words), answers.get(address_of(words))):
            yield passage.found(start, end)


def address_of(words: str) -> str:
    """The address that a link in a text stands for, which may be written without https://."""
    return words if words.lower().startswith(("http://", "https://")) else f"https://{words}"


def links_of(reading: Reading) -> list[str]:
    """Every address in a draft, once: what a job asks for."""
    return sorted({address_of(words) for _passage, _start, _end, words in _links(reading)})


def ask(links: Iterable[str], *, status: Callable[[str], int] = web_pages.status) -> dict[str, Answer]:
    """The answer for each link as it stands in a text, which a draft takes as `links`.

    For a job: it takes seconds. Public addresses only, wherever a redirect leads (`record.sources.web_pages`).
    """
    return {link: _answer(address_of(link), status) for link in sorted(set(links))}


def _answer(address: str, status: Callable[[str], int]) -> Answer:
    try:
        found = status(address)
    except Refused:
        return Answer.REFUSED
    except Busy:
        return Answer.UNREACHABLE
    if found in _GONE:
        return Answer.GONE
    return Answer.REACHED if found < 400 else Answer.UNREACHABLE


def _links(reading: Reading) -> Iterator[tuple[Passage, int, int, str]]:
    for passage in reading.passages:
        for start, end, words in passage.links:
            yield passage, start, end, words


def _host(words: str) -> str:
    try:
        return (urlsplit(address_of(words)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
