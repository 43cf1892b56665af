"""Asks what is at the other end of a link. For a job: it takes seconds, and is never done while somebody writes.

Public addresses only, whatever a name or a redirect leads to (`record.sources.web_pages`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hemicycle.checks.contract import Answer
from hemicycle.checks.delivery.links import address_of
from hemicycle.record.sources import web_pages
from hemicycle.record.sources.fetching import Busy, Refused

# Gone by the server's own word (RFC 9110, 15.5.5 and 15.5.11); what it forbids to us a reader may see.
_GONE = (404, 410)


def ask(links: Iterable[str], *, status: Callable[[str], int] = web_pages.status) -> dict[str, Answer]:
    """The answer for each link as it stands in a text, which a draft takes as `links`."""
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
