"""Exports that the pages of the record link to: a sitting, a text of a bill, all people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemicycle.record import addresses
from hemicycle.record.exporters.formats import FORMATS, Format
from hemicycle.record.models import Document, DocumentVersion, Sitting
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

WHOLE, SITTING, BILL = "", "sitting", "bill"


@dataclass(frozen=True, slots=True)
class Offer:
    """One link of a page; `language` is "" where there is one file for all."""

    title: str
    address: str
    language: str = ""


def of_people() -> list[Offer]:
    return [Offer(_(form.title), addresses.file(_file(name, form), "members")) for name, form in offered(WHOLE)]


def of_sitting(sitting: Sitting, languages: Sequence[str]) -> list[Offer]:
    """In each language of its texts; none of a sitting that the public may not see."""
    if not gate.allowed(sitting, via=EgressPoint.EXPORT, to=None):
        return []
    at = ("sittings", sitting.address)
    return [
        Offer(_(form.title), addresses.file(_file(name, form, language), *at), language)
        for name, form in offered(SITTING)
        for language in languages
    ]


def of_text(bill: Document, text: DocumentVersion | None) -> list[Offer]:
    if text is None or not all(gate.allowed(row, via=EgressPoint.EXPORT, to=None) for row in (bill, text)):
        return []
    at = ("bills", bill.address, text.address)
    return [Offer(_(form.title), addresses.file(_file(name, form), *at)) for name, form in offered(BILL)]


def offered(of: str) -> list[tuple[str, Format]]:
    """The formats on the site that need a sitting, a bill, or nothing."""
    return [(name, form) for name, form in FORMATS.items() if form.offered and "".join(form.needs) == of]


def _file(name: str, form: Format, language: str = "") -> str:
    return ".".join(filter(None, (name, language, form.suffix.rsplit(".", 1)[-1])))
