"""What an index keeps of one thing that can be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SPEECH = "speech", _("Speeches")
    DEBATE = "debate", _("Debates")
    BILL = "bill", _("Bills and acts")
    PROVISION = "provision", _("Text of bills and acts")
    VOTE = "vote", _("Votes")
    MEMBER = "member", _("Members")
    BODY = "body", _("Parties, committees and other bodies")


# What one of them is called.
SINGULAR = {
    Kind.SPEECH: _("Speech"),
    Kind.DEBATE: _("Debate"),
    Kind.BILL: _("Bill or act"),
    Kind.PROVISION: _("Text of a bill or act"),
    Kind.VOTE: _("Vote"),
    Kind.MEMBER: _("Member"),
    Kind.BODY: _("Body"),
}
# What has a name by which one looks for it, and is offered while one types.
NAMED = (Kind.MEMBER, Kind.BILL, Kind.BODY)
# Of which the same text is the same result.
COMPARED = (Kind.SPEECH, Kind.PROVISION)


@dataclass(frozen=True, slots=True)
class Entry:
    """`row` is the key of the row in the record; `owners` are what brings the entry up to date when it changes.

    `texts` are the words by language, "" for what is the same in all; `titles` those that are offered while one types.
    """

    kind: Kind
    row: str
    owners: tuple[str, ...]
    texts: Mapping[str, Sequence[str]]
    titles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    day: date | None = None
    languages: tuple[str, ...] = field(default=())

    @property
    def text_mark(self) -> int:
        """The same for the same text; 0 of what is another thing even where it is called the same, as votes are."""
        if self.kind not in COMPARED:
            return 0
        words = "\0".join(f"{language}\0{text}" for language in sorted(self.texts) for text in self.texts[language])
        return int.from_bytes(sha256(f"{self.kind}\0{words}".encode()).digest()[:7])

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.row}"
