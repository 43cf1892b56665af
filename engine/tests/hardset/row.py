"""One labelled message of the hard set."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Row:
    """A message and the truth about it.

    `campaign` is None for an individual; `family` joins the languages of one campaign. `trap` names the trap and
    `trap_group` those who share its bait. `about` is an official text which `--about` would be given. `personal` holds
    the sender's own words where the generator knows them apart from the template.
    """

    id: str
    text: str
    lang: str
    channel: str
    sender: str | None
    sent_at: datetime | None
    campaign: str | None = None
    family: str | None = None
    kind: str = "individual"
    trap: str | None = None
    trap_group: str | None = None
    about: str | None = None
    personal: str | None = None


def digest(rows: Iterable[Row]) -> str:
    """SHA-256 of the rows in their order: the same seed gives the same digest on every machine."""
    hashed = hashlib.sha256()
    for row in rows:
        hashed.update(json.dumps(asdict(row), ensure_ascii=False, sort_keys=True, default=str).encode())
    return hashed.hexdigest()
