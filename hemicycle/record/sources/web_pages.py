"""Asks whether a page on the open internet exists, for addresses that anybody may have written.

Unlike a source to be imported, which staff name, such an address is not trusted: only public IP addresses are
connected to, whatever a name or a redirect leads to (`rules.http_client`). Errors are those of `fetching`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hemicycle.record.sources.fetching import Busy, refusals
from hemicycle.rules.http_client import Answer, followed
from hemicycle.rules.internet import Allowed, is_public

# Many pages are asked for in a row; one that takes longer is not one to link to.
TIMEOUT_SECONDS = 10
# Bytes; the head of a page stands in them (WordPress reads as much of one that it embeds).
MOST_READ = 150 * 1024


def status(address: str, *, user_agent: str = "Hemicycle", allowed: Allowed = is_public) -> int:
    """What a server answers of a page (200, 404 …), after at most five redirects.

    Raises Refused for what is not an address, or leads to one that is not `allowed`, Busy where nobody answers.
    """
    with _asked(address, user_agent, allowed) as answer:
        return answer.status


def read(address: str, *, user_agent: str = "Hemicycle", allowed: Allowed = is_public) -> bytes:
    """The beginning of what stands there, of a page that is there (2xx). Raises as `status` does, else Busy."""
    with _asked(address, user_agent, allowed) as answer:
        if not 200 <= answer.status < 300:
            raise Busy(str(answer.status))
        memberships = bytearray()
        for part in answer:
            memberships += part
            if len(memberships) >= MOST_READ:
                break
        return bytes(memberships[:MOST_READ])


@contextmanager
def _asked(address: str, user_agent: str, allowed: Allowed) -> Iterator[Answer]:
    headers = {"User-Agent": user_agent, "Accept": "*/*"}
    with refusals(), followed(address, headers=headers, seconds=TIMEOUT_SECONDS, allowed=allowed) as answer:
        yield answer
