"""Letters of one case, as PDF that a screen reader can read, in the language of whoever wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.cases import addresses, messages
from hemicycle.cases.models import Case, Outcome, PassingOn
from hemicycle.cases.outcomes.facts import NamedClauses
from hemicycle.cases.outcomes.words import Said, notice_to_one
from hemicycle.cases.receiving import POST
from hemicycle.channels.actions import language_of
from hemicycle.channels.models import Answer, Medium
from hemicycle.rules import typesetting
from hemicycle.rules.house_name import house_name
from hemicycle.rules.parameters import in_force
from hemicycle.rules.site_address import absolute

TEMPLATE = Path(__file__).with_name("letter.typ")


def acknowledgement(case: Case) -> bytes:
    """Raises rules.errors.PdfRefused where typst cannot set it."""
    assert case.latest is not None
    with override(lang := language_of(case.latest)):
        said = [
            _("We have received your letter of %(day)s. Its reference is %(reference)s.")
            % {"day": _day(case.opened_at), "reference": case.written_reference},
            messages.what_happens_next(case),
            _("How it stands is shown at any time at %(status)s under this reference; please name it when you write.")
            % {"status": absolute(addresses.status())},
        ]
        title = _("Your letter, reference %(reference)s") % {"reference": case.written_reference}
        return _pdf(case, lang, title, said)


def answer(case: Case, given: Answer) -> bytes:
    """Raises rules.errors.PdfRefused where typst cannot set it."""
    with override(given.lang):
        title = _("Your letter, reference %(reference)s") % {"reference": case.written_reference}
        return _pdf(case, given.lang, title, re.split(r"\n\s*\n", given.text))


def outcome(case: Case, became: Outcome) -> bytes:
    """What became of the bill that they wrote about. Raises rules.errors.PdfRefused where typst cannot set it."""
    assert case.latest is not None
    with override(lang := language_of(case.latest)):
        eids = case.subjects.sure().filter(bill=became.bill_id).order_by("pk").values_list("eid", flat=True)
        about = NamedClauses(became).each(eids, timezone.localdate(case.opened_at))
        said = notice_to_one(
            Said.of(became, lang), medium=Medium.LETTER, references=[case.written_reference], about=about, link=""
        )
        where = _("It can be read at %(link)s.") % {"link": absolute(became.get_absolute_url())}
        return _pdf(case, lang, said.title, [*re.split(r"\n\s*\n", said.body), where])


def may_pass_on(row: PassingOn) -> bytes:
    """The question whether it may go to another office, with their answer to tick on it. Raises
    rules.errors.PdfRefused where typst cannot set it."""
    case = row.case
    assert case.latest is not None
    with override(lang := language_of(case.latest)):
        said = [
            messages.may_we_pass_on(row),
            _("If you say yes, they get what you wrote and your address, so that they can answer you."),
            _("Say yes or no at %(link)s, or tick it here, sign, and send this page back to us.")
            % {"link": absolute(addresses.passing_on(row.key))},
        ]
        ticks = [_("Yes, pass it on"), _("No, it stays with you")]
        reply = {"ticks": ticks, "sign": _("Date and signature")}
        return _pdf(case, lang, _("May we pass on your letter?"), said, reply=reply)


def _pdf(
    case: Case, lang: str, title: str, paragraphs: Sequence[str], *, reply: dict[str, Any] | None = None
) -> bytes:
    address = case.contact.address if case.contact is not None else ""
    data = {
        "language": lang.partition("-")[0], "font": typesetting.FONT, "house": house_name(), "title": title,
        "office": str(case.office), "sender": list(in_force(POST)), "address": address.splitlines() or [""],
        "day": _day(timezone.now()),
        "paragraphs": list(paragraphs), "reply": reply, "footer": f"{house_name()}, {case.office}",
    }  # fmt: skip
    return typesetting.pdf(TEMPLATE, data)


def _day(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT")
