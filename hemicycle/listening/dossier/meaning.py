"""What people speak of, as facts: themes with their parts, and the bill clause by clause."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from hemicycle.record.models import Clause, DocumentVersion

from ..engine.targets import provisions_of
from ..models import Analysis, Link, Theme
from .blocks import Notes
from .facts import Facts, number, speaking
from .quoting import Passage, passages, quotes_of
from .reading import Reading, Row

QUOTES = 3
QUOTES_OF_A_PART, QUOTES_OF_A_CLAUSE = 1, 2
# Candidates read for the quotes of one theme or clause: some cannot be quoted, and few are wanted.
MOST_READ = 24
# The map is drawn from whole numbers: thousandths of its own unit.
UNIT = 1_000


def themes(reading: Reading, notes: Notes, language: str) -> list[Facts]:
    """The themes that are no part of another, most messages first, each with its parts."""
    rows, clearly = reading.speaking_of_themes(), reading.clearly_of_themes()
    ordered = sorted(
        (theme for theme in reading.analysis.themes.shown() if theme.pk in rows),
        key=lambda theme: (-len(rows[theme.pk]), theme.label, rows[theme.pk][0].message),
    )
    shown = {theme.pk for theme in ordered}
    tops = [theme for theme in ordered if theme.parent_id not in shown]
    found = []
    for place, theme in enumerate(tops, 1):
        parts = [part for part in ordered if part.parent_id == theme.pk]
        facts = _theme(theme, rows[theme.pk], reading, notes, language, most=QUOTES)
        facts |= {"number": str(place), "clearly": _clearly(clearly.get(theme.pk, []), notes)}
        seen = {quote["message"] for quote in facts["quotes"]}
        facts["parts"] = [
            _theme(part, rows[part.pk], reading, notes, language, most=QUOTES_OF_A_PART, seen=seen)
            | {"number": f"{place}.{at}", "clearly": _clearly(clearly.get(part.pk, []), notes)}
            for at, part in enumerate(parts, 1)
        ]
        found.append(facts)
    return found


def _clearly(rows: list[Row], notes: Notes) -> Facts:
    return number(len(rows), rows, notes)


def _theme(
    theme: Theme,
    rows: list[Row],
    reading: Reading,
    notes: Notes,
    language: str,
    *,
    most: int,
    seen: Collection[int] = (),
) -> Facts:
    quotes = quotes_of(reading.analysis, _candidates(theme), reading.reviews, most=most, quoted_before=seen)
    return {
        "label": theme.label,
        "label_language": theme.label_language,
        "question": theme.question,
        "named_by_staff": bool(theme.name),
        "confirmed": theme.confirmed_id is not None,
        "x": None if theme.x is None else round(theme.x * UNIT),
        "y": None if theme.y is None else round(theme.y * UNIT),
        # Readers begin with what they read without help; which quotes there are, no language decides.
        "quotes": sorted(quotes, key=lambda quote: quote["lang"] != language),
        **speaking(rows, notes),
    }


def _candidates(theme: Theme) -> Iterator[Passage]:
    """The quotes that the engine chose, then the surest passages: some cannot be quoted, and staff replace others."""
    yield from passages(theme.quotes)
    for mention in theme.all_mentions().select_related("finding").surest_first()[:MOST_READ]:
        yield Passage(mention.finding.inbound_id, mention.start, mention.end)


def clauses(reading: Reading, notes: Notes, language: str) -> list[Facts]:
    """The bill as a whole, then every provision that someone speaks of or may mean, in reading order."""
    bill = reading.analysis.inquiry.bill
    if bill is None:
        return []
    sure, possible = reading.speaking_of_clauses(sure=True), reading.speaking_of_clauses(sure=False)
    version = _version(bill, language)
    listed: list[tuple[str, Clause | None]] = [("", None)]
    listed += [(clause.eid, clause) for clause in provisions_of(version)] if version else []
    found = []
    for eid, clause in listed:
        named, maybe = sure.get((bill.pk, eid), []), possible.get((bill.pk, eid), [])
        sure_ones = {row.message for row in named}
        only_maybe = [row for row in maybe if row.message not in sure_ones]
        if named or (only_maybe and clause is not None):
            found.append(_clause(eid, clause, reading, named, only_maybe, notes))
    return found


def _version(bill: Any, language: str) -> DocumentVersion | None:
    versions = {version.language: version for version in bill.versions.in_force()}
    return versions.get(language) or next((versions[code] for code in sorted(versions)), None)


def _clause(
    eid: str, clause: Clause | None, reading: Reading, named: list[Row], maybe: list[Row], notes: Notes
) -> Facts:
    analysis = reading.analysis
    cited = quotes_of(analysis, _cited(analysis, eid), reading.reviews, most=QUOTES_OF_A_CLAUSE) if clause else []
    return {
        "eid": eid,
        "cited_as": clause.cited_as if clause else str(analysis.inquiry.bill.name),  # type: ignore[union-attr]
        "heading": (clause.heading if clause else str(analysis.inquiry.bill.titles.here)) or "",  # type: ignore[union-attr]
        "lang": clause.version.language if clause else "",
        "possible": number(len(maybe), maybe, notes),
        "quotes": cited,
        **speaking(named, notes),
    }


def _cited(analysis: Analysis, eid: str) -> Iterable[Passage]:
    """Where messages name the clause, the surest first; what is said beside it is quoted, never the clause."""
    links = analysis.links.sure().about(analysis.inquiry.bill, eid).order_by("-score", "finding__inbound")
    for link in links.select_related("finding")[:MOST_READ]:
        start, end = _where(link)
        yield Passage(link.finding.inbound_id, start, end, beside=end > start)


def _where(link: Link) -> tuple[int, int]:
    for reason in link.reasons:
        if reason.get("start") is not None and reason.get("end"):
            return reason["start"], reason["end"]
    return 0, 0
