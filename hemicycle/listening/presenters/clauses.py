"""The bill of an inquiry clause by clause, with what was counted for each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.record.models import DocumentVersion

from ..engine.targets import provisions_of, target_id
from ..models import Analysis, Inquiry, Link
from ..text.quoting import Quote, is_quoted, link_quote

# In an address the document as a whole; no clause is called so.
WHOLE = "-"
SHOWN = 2


@dataclass(frozen=True)
class Row:
    """One provision, or the bill as a whole: how many messages speak of it, how many more may, and what they say."""

    eid: str
    name: str
    heading: str
    lang: str
    messages: int
    senders: int
    voices: int
    campaigns: int
    possible: int
    quotes: list[Quote]

    @property
    def address(self) -> str:
        return self.eid or WHOLE

    @property
    def is_spoken_of(self) -> bool:
        return bool(self.messages or self.possible)


def version_of(inquiry: Inquiry) -> DocumentVersion | None:
    """The bill in force in the reader's language, in the inquiry's, or in the first there is."""
    if inquiry.bill is None:
        return None
    versions = {one.language: one for one in inquiry.bill.versions.in_force().order_by("language")}
    for lang in (get_language() or "", inquiry.language):
        if lang in versions:
            return versions[lang]
    return next(iter(versions.values()), None)


def rows_of(inquiry: Inquiry, analysis: Analysis, *, with_quotes: bool = True) -> list[Row]:
    """The bill as a whole, then its provisions in reading order."""
    version = version_of(inquiry)
    if inquiry.bill is None:
        return []
    clauses = provisions_of(version) if version else []
    quotes = _quotes(analysis) if with_quotes else {}
    title = inquiry.bill.titles.here
    rows = [_row(analysis, inquiry, "", (_("The bill as a whole"), title.text, title.lang), quotes)]
    lang = version.language if version else ""
    return rows + [_row(analysis, inquiry, one.eid, (one.cited_as, one.heading, lang), quotes) for one in clauses]


def names_of(inquiry: Inquiry) -> dict[str, str]:
    """What each target of the bill is called."""
    bill, version = inquiry.bill, version_of(inquiry)
    if bill is None:
        return {}
    names = {target_id(bill.pk): _("The bill as a whole")}
    for clause in provisions_of(version) if version else ():
        heading = f" · {clause.heading}" if clause.heading else ""
        names[target_id(bill.pk, clause.eid)] = f"{clause.cited_as}{heading}"
    return names


def _row(analysis: Analysis, inquiry: Inquiry, eid: str, said: tuple[str, str, str], quotes: dict[int, Quote]) -> Row:
    counted = analysis.tally.get("clauses", {}).get(target_id(inquiry.bill_id, eid), {})
    name, heading, lang = said
    return Row(
        eid=eid,
        name=name,
        heading=heading,
        lang=lang,
        messages=counted.get("messages", 0),
        senders=counted.get("senders", 0),
        voices=counted.get("voices", 0),
        campaigns=counted.get("campaigns", 0),
        possible=counted.get("possible", 0),
        quotes=_different(quotes[key] for key in counted.get("quotes", []) if key in quotes),
    )


def _quotes(analysis: Analysis) -> dict[int, Quote]:
    keys = [key for one in analysis.tally.get("clauses", {}).values() for key in one["quotes"]]
    links: Iterable[Link] = analysis.links.filter(pk__in=keys).select_related("finding__inbound")
    quotes, guarded = {link.pk: link_quote(link) for link in links}, analysis.inquiry.guarded
    return {key: one for key, one in quotes.items() if not is_quoted(one) and one.finding.inbound_id not in guarded}


def _different(quotes: Iterable[Quote]) -> list[Quote]:
    """Who sends the same words twice is read once."""
    return list({one.text: one for one in quotes}.values())[:SHOWN]
