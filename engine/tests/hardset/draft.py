"""A message before it has an id, a sender and a date."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The text and its truth. `same_sender` marks drafts that one person sent; `channel` None lets chance decide."""

    text: str
    kind: str = "individual"
    channel: str | None = None
    campaign: str | None = None
    family: str | None = None
    trap: str | None = None
    trap_group: str | None = None
    about: str | None = None
    personal: str | None = None
    same_sender: str | None = None
