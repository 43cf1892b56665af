"""Personal data of private people, found by the engine. People in office, offices and official addresses stay."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from hearhear import redaction
from hearhear.redaction import Kind

from hemicycle.checks.passages import Note, Passage, Reading


def personal_data(reading: Reading) -> Iterator[Note]:
    public = [name for member in reading.house.members for name in member.names]
    for passage in reading.passages:
        for found in redaction.find(passage.text, lang=passage.known or None, public=public):
            if found.kind is not Kind.NAME and not _is_official(passage, found, reading.house.hosts):
                yield passage.note(
                    found.start,
                    found.end,
                    _("This may name or lead to a private person."),
                    _("Leave it out, unless the person has agreed in writing."),
                )


def _is_official(passage: Passage, found: redaction.Redaction, hosts: tuple[str, ...]) -> bool:
    words = passage.text[found.start : found.end].lower()
    return found.kind is Kind.EMAIL and any(words.endswith((f"@{host}", f".{host}")) for host in hosts)
