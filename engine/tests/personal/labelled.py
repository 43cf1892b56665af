"""One labelled message."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

Item = tuple[int, int, str]


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A message and the personal data in it, as half-open ranges of characters with their kind.

    `near`: ranges that may be covered with an item without harm, such as the town of an address or the title before a
    name. `public`: names of people in public office, which stay. `style`: how it was typed.
    """

    id: str
    lang: str
    channel: str
    text: str
    items: tuple[Item, ...] = ()
    public: tuple[str, ...] = ()
    near: tuple[tuple[int, int], ...] = ()
    style: str = "plain"


def digest(messages: Iterable[Labelled]) -> str:
    """SHA-256 of the messages in their order."""
    hashed = hashlib.sha256()
    for message in messages:
        hashed.update(json.dumps(asdict(message), ensure_ascii=False, sort_keys=True).encode())
    return hashed.hexdigest()
