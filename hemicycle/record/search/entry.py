"""What an index keeps of one thing that can be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

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
    def key(self) -> str:
        return f"{self.kind}:{self.row}"
