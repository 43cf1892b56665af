"""The page of what we heard: what the released dossier says of each clause, with the committee's words beside it.

Numbers and quotations are those of the dossier in force, by its rules of quoting (listening/dossier/quoting.py), and
read from it each time: a quotation that is withdrawn there, or whose message is erased, is gone here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.cases.clauses import names_of
from hemicycle.cases.models import Heard, Outcome, Side
from hemicycle.cases.outcomes.facts import NamedClauses
from hemicycle.listening.dossier.blocks import Notes
from hemicycle.listening.dossier.quoting import Run, is_of, runs
from hemicycle.listening.dossier.sections.unheard import unheard
from hemicycle.listening.models import Dossier, Inquiry
from hemicycle.listening.models.quote import digest_of
from hemicycle.record.models import Document
from hemicycle.record.phrases import LocalizedText, Phrase
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

# What is read at one sitting, as on the page of a dossier.
MOST_CLAUSES = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of somebody, redacted, as the dossier quotes them."""

    text: str
    lang: str
    cut: bool
    translation: str
    digest: str
    side: str


@dataclass(frozen=True, slots=True)
class HeardClause:
    """One clause, "" for the bill as a whole: how many spoke of it, the reasons of each side, and what was done."""

    eid: str
    name: str
    lang: str
    messages: int
    senders: int
    campaigns: int
    voices: int
    quotations: tuple[Quotation, ...]
    response: LocalizedText
    change: str = ""
    """What became of it, as the outcomes have it; "" where none was announced."""

    @property
    def sides(self) -> list[tuple[str, list[Quotation]]]:
        """The reasons for it, against it, and the others, without what is empty; where nobody has
        put them on sides yet, all of them as what people say."""
        if all(one.side == Side.OTHER for one in self.quotations):
            return [(_("In people’s own words"), list(self.quotations))] if self.quotations else []
        sorted_out = [(side.label, [one for one in self.quotations if one.side == side]) for side in Side]
        return [(str(label), found) for label, found in sorted_out if found]


@dataclass(frozen=True)
class HeardPage:
    heard: Heard
    dossier: Dossier | None
    introduction: LocalizedText
    clauses: list[HeardClause] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, Any]:
        return dict(self.dossier.content["facts"]["counts"]) if self.dossier is not None else {}

    @property
    def unheard(self) -> Mapping[str, Any] | None:
        """Who could not be heard, as the dossier says it, in the language of the page."""
        return unheard(dict(self.dossier.content), Notes()) if self.dossier is not None else None


def released_dossier(inquiry: Inquiry, lang: str) -> Dossier | None:
    """The version in force, in this language where it was released in it, else in the House's or another."""
    rows = {one.language: one for one in Dossier.objects.released().filter(inquiry=inquiry).exclude(content={})}
    wanted = (lang, settings.LANGUAGE_CODE, *sorted(rows))
    return next((rows[one] for one in wanted if one in rows), None)


def page_of(heard: Heard) -> HeardPage:
    """In the language of the page."""
    lang = get_language() or settings.LANGUAGE_CODE
    dossier = released_dossier(heard.inquiry, lang)
    introduction = Phrase(heard.introductions).here
    if dossier is None:
        return HeardPage(heard, None, introduction, list(_only_answered(heard)))
    facts = dossier.content["facts"]["clauses"]
    names = _names(heard.bill, facts, written_in=dossier.language, lang=lang)
    names[""] = (_("The bill as a whole"), lang)
    rows = Outcome.objects.public().filter(bill=heard.bill, clauses__isnull=False).newest_first()
    outcomes, day = [NamedClauses(one) for one in rows.select_related("bill")], timezone.localdate(dossier.drafted_at)
    known = [
        _clause(heard, one, names.get(one["eid"], (_name(one), one["lang"] or dossier.language))) for one in facts
    ]
    known = [replace(one, change=_change(one.eid, day, outcomes)) if one.eid else one for one in known]
    return HeardPage(heard, dossier, introduction, list(_each_quoted_once(known)))


def _change(eid: str, day: date, outcomes: Sequence[NamedClauses]) -> str:
    """The last, of a clause that the dossier of that day names."""
    change = next((found for one in outcomes if (found := one.change(eid, day)) is not None), None)
    if change is None:
        return _("No change") if outcomes else ""
    old, new = change
    if old and new:
        return _("It was changed.")
    return _("It was added.") if new else _("It was left out.")


def _each_quoted_once(clauses: Iterable[HeardClause]) -> Iterable[HeardClause]:
    """Words that speak of several clauses stand beside the first of them, and so does what several people write in
    nearly the same words, as the dossier tells for one clause."""
    seen: set[str] = set()
    said: list[set[Run]] = []
    for one in clauses:
        kept = []
        for quote in one.quotations:
            if quote.digest not in seen and not any(is_of(quote.text, known) for known in said):
                kept.append(quote)
                seen.add(quote.digest)
                said.append(set(runs(quote.text)))
        yield replace(one, quotations=tuple(kept))


def _name(facts: Mapping[str, Any]) -> str:
    return f"{facts['cited_as']} {facts['heading']}".strip()


def _names(
    bill: Document, facts: Iterable[Mapping[str, Any]], *, written_in: str, lang: str
) -> dict[str, tuple[str, str]]:
    """What clauses are called in the language of the page, where the dossier is in another. A clause that the record
    calls differently now than the dossier does is one of another text: it keeps its name."""
    if lang == written_in or not bill.versions.readable_by(None).filter(language=lang).exists():
        return {}
    read = {one["eid"]: _name(one) for one in facts}
    same, here = names_of(bill, read, written_in), names_of(bill, read, lang)
    return {eid: (here[eid], lang) for eid, name in read.items() if eid in here and same.get(eid) == name}


def _clause(heard: Heard, facts: Mapping[str, Any], named: tuple[str, str]) -> HeardClause:
    name, lang = named
    return HeardClause(
        eid=facts["eid"],
        name=name,
        lang=lang,
        messages=facts["messages"]["n"],
        senders=facts["senders"]["n"],
        campaigns=facts["campaigns"]["n"],
        voices=facts["voices"]["n"],
        quotations=tuple(_quotation(one, heard.sides.get(facts["eid"], {})) for one in facts["quotes"]),
        response=Phrase(heard.responses.get(facts["eid"], {})).here,
    )


def _quotation(quote: Mapping[str, Any], sides: Mapping[str, str]) -> Quotation:
    digest = digest_of(quote["text"])
    translation = quote.get("translation", "")
    return Quotation(quote["text"], quote["lang"], quote["cut"], translation, digest, sides.get(digest, Side.OTHER))


def _only_answered(heard: Heard) -> Iterable[HeardClause]:
    """Where the dossier is in force no more: what the committee did stays."""
    for eid, said in heard.responses.items():
        yield HeardClause(eid, eid, "", 0, 0, 0, 0, (), Phrase(said).here)


@dataclass(frozen=True, slots=True)
class AskedClause:
    """One of those most spoken of, and the first of the words that the dossier quotes about it, of those in the
    language of the page if there are any."""

    name: str
    lang: str
    messages: int
    quotation: Quotation | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What people asked about a bill, in numbers and in a few of their own words: of one inquiry about it."""

    dossier: Dossier
    messages: int
    senders: int
    campaigns: int
    clauses: list[AskedClause]


def asked_about(bill: Document) -> Asked | None:
    """From the dossier in force that read the most messages, in the language of the page if possible; None where none
    was released."""
    rows = Dossier.objects.released().without_words().filter(inquiry__bill=bill).exclude(content={})
    spoken = {one.language: one for one in rows.select_related("inquiry__office").order_by("messages", "released_at")}
    wanted = (get_language() or "", settings.LANGUAGE_CODE, *sorted(spoken))
    found = next((spoken[one] for one in wanted if one in spoken), None)
    if found is None or not gate.allowed(found, via=EgressPoint.EMBED, to=None):
        return None
    # The document itself may be megabytes.
    parts = Dossier.objects.filter(pk=found.pk).values_list("content__facts__counts", "content__facts__clauses")
    counts, clauses_of = parts.get()
    named = [one for one in clauses_of if one["eid"] and one["messages"]["n"]]
    named.sort(key=lambda one: -one["messages"]["n"])
    most = named[:MOST_CLAUSES]
    here = get_language() or settings.LANGUAGE_CODE
    names = _names(bill, most, written_in=found.language, lang=here)
    quoted, clauses = set[str](), list[AskedClause]()
    for one in most:
        quotes = [quote for each in one["quotes"] if (quote := _quotation(each, {})).digest not in quoted]
        quotes.sort(key=lambda quote: quote.lang != here)
        quoted |= {quote.digest for quote in quotes[:1]}
        name, lang = names.get(one["eid"], (_name(one), one["lang"] or found.language))
        clauses.append(AskedClause(name, lang, one["messages"]["n"], quotes[0] if quotes else None))
    return Asked(found, counts["messages"]["n"], counts["senders"]["n"], counts["campaigns"]["n"], clauses)
