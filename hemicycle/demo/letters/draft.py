"""A message before it is put into its envelope: blocks of words, each knowing whose they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from hemicycle.demo.letters.people import Person

Whose = Literal["own", "casework", "stock", "campaign", "quote"]


@dataclass(frozen=True)
class Block:
    """One paragraph. `own` and `casework` are the sender's; the rest came from elsewhere."""

    whose: Whose
    text: str


@dataclass
class Draft:
    person: Person
    channel: str
    kind: str
    bill: str
    sent_at: datetime
    blocks: list[Block]
    subject: str | None = None
    campaign: str | None = None
    family: str | None = None
    stance: str | None = None
    edits: int | None = None
    untouched: bool = False
    organisation: str | None = None
    traps: set[str] = field(default_factory=set)
    personal_data: list[str] = field(default_factory=list)
    repeats: Draft | None = None

    @property
    def casework(self) -> bool:
        return any(block.whose == "casework" for block in self.blocks)

    @property
    def personal_text(self) -> str | None:
        if self.kind == "automatic_reply":
            return None
        return "\n\n".join(block.text for block in self.blocks if block.whose in ("own", "casework"))
