"""French bills as NosDéputés.fr splits them: JSON Lines of a header, sections, articles and paragraphs (alinéas).

Words are HTML; only the words are taken. The explanatory memorandum (`expose`) is not part of the text, and is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import html

from hemicycle.record.importers.coverage import Tally
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_json import Fields, lines, text_of, unread
from hemicycle.record.importers.values import day_of
from hemicycle.record.papers import BillPaper, ClauseText, Known, LeftAside, Paper, VersionText

SCHEME = "nosdeputes"
LANGUAGE = "fr"
KINDS = ("section", "article", "alinea")
LEVELS = ("level1", "level2", "level3", "level4")
# What is read of each; rows stand in their order.
READ = {
    "loi": ("type", "loi", "titre", "date"),
    "section": ("type", "loi", "level", "leveltype", *LEVELS, "titre"),
    "article": ("type", "loi", *LEVELS, "article", "ordre"),
    "alinea": ("type", "loi", *LEVELS, "article", "ordre", "alinea", "texte"),
}


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """The bill of a file. Raises UnreadableFile."""
    rows = lines(path)
    header = next((row for _line, row in rows if row.get("type") == "loi"), None)
    if header is None:
        raise UnreadableFile(path, Fault.NO_BILL)
    number, title = text_of(header, "loi", 80), _words(header, "titre")
    if not number:
        raise UnreadableFile(path, Fault.NO_NUMBER)
    if not title:
        raise UnreadableFile(path, Fault.NO_TITLE)
    reader = _Clauses()
    for line, row in rows:
        reader.take(line, row)
    if not reader.clauses:
        raise UnreadableFile(path, Fault.NO_CLAUSES)
    day = day_of(text_of(header, "date"))
    version = VersionText(LANGUAGE, day.isoformat() if day else "", tuple(reader.clauses.values()), valid_from=day)
    known = (Known(SCHEME, f"loi/{number}"),)
    yield BillPaper("bill", number, {LANGUAGE: title}, known, versions=(version,), introduced_on=day)
    yield from reader.aside
    tally = Tally()
    for line, row in rows:
        tally.add((name, line) for name, _ in unread(text_of(row, "type"), [row], READ.get(text_of(row, "type"), row)))
    yield from tally.left_aside()


class _Clauses:
    """Rows become clauses; a section's place is its path of levels, an article's its number."""

    def __init__(self) -> None:
        self.clauses: dict[str, ClauseText] = {}
        self.aside: list[LeftAside] = []
        self.section: str | None = None
        self.article: str | None = None

    def take(self, line: int, row: Fields) -> None:
        kind = text_of(row, "type")
        if kind == "loi":
            return
        clause = self._clause(kind, row) if kind in KINDS else None
        if clause is None:
            self.aside.append(LeftAside(line, kind or "?", "not-the-text"))
        elif clause.eid in self.clauses:
            self.aside.append(LeftAside(line, clause.eid, "second-use-of-an-id"))
        else:
            self.clauses[clause.eid] = clause

    def _clause(self, kind: str, row: Fields) -> ClauseText | None:
        if kind == "section":
            return self._section(row)
        number = text_of(row, "article", 60)
        if not number:
            return None
        eid = f"art_{number}".replace(" ", "_")
        if kind == "article":
            self.article = eid
            return ClauseText(eid, "article", "provision", number=f"Article {number}", parent=self.section)
        text = _words(row, "texte")
        if not text or eid not in self.clauses:
            return None
        eid_of_part = f"{eid}__al_{text_of(row, 'alinea', 20)}"
        return ClauseText(eid_of_part, "alinea", "part", text=text, parent=eid)

    def _section(self, row: Fields) -> ClauseText:
        path = [text_of(row, level, 10) for level in LEVELS]
        filled = [level for level in path if level not in ("", "0")]
        eid = "sec_" + "_".join(filled)
        parents = ("sec_" + "_".join(filled[:depth]) for depth in range(len(filled) - 1, 0, -1))
        self.section = eid
        kind = text_of(row, "leveltype", 40) or "section"
        heading = _words(row, "titre")
        number = f"{kind.capitalize()} {filled[-1]}" if filled else kind.capitalize()
        parent = next((found for found in parents if found in self.clauses), None)
        return ClauseText(eid, kind, "division", number=number, heading=heading, parent=parent)


def _words(row: Fields, name: str) -> str:
    """The words of a field of HTML, white space folded."""
    text = text_of(row, name, 100_000)
    if "<" not in text and "&" not in text:
        return text
    fragments = html.fragments_fromstring(f"<div>{text}</div>")
    return " ".join("".join(map(str, fragments[0].itertext())).split()) if fragments else ""
