"""The body of a bill as a flat list of segments in the order of reading, each knowing the segment that contains it.

Levels: a *division* only gathers (part, chapter); a *provision* is what people cite (article, section, clause);
a *part* stands inside a provision (paragraph, point); *text* is what goes on after the parts of a piece, and the
formulas before the first provision; a *recital* gives reasons.

A section is a provision in one tradition and gathers articles in another, so the file's own nesting decides.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from hemicycle.record.importers.akomantoso import passages
from hemicycle.record.importers.coverage import Coverage
from hemicycle.record.importers.safe_xml import children, first, line_of, local
from hemicycle.record.papers import ClauseText, LeftAside

_CITED = frozenset({"article", "section", "clause", "rule", "transitional", "hcontainer"})
_GATHERING = frozenset(
    {"book", "tome", "part", "title", "chapter", "subchapter", "subpart", "subtitle", "division", "subdivision"}
)
_INSIDE = frozenset(
    {
        "paragraph",
        "subparagraph",
        "subsection",
        "subclause",
        "subrule",
        "point",
        "indent",
        "alinea",
        "level",
        "proviso",
        "sublist",
        "crossHeading",
    }
)
_HIERARCHY = _CITED | _GATHERING | _INSIDE
_SEE_THROUGH = frozenset({"list", "recitals", "citations", "container"})
_OF_THE_PIECE = frozenset({"num", "heading", "subheading", "meta"})
_REASONS = {"recital": "recital", "citation": "text", "formula": "text", "p": "text", "block": "text"}
_SHORT = {"article": "art", "section": "sec", "paragraph": "para", "subsection": "subsec", "chapter": "chp"}
_NO_SLUG = re.compile(r"[^0-9a-z]+")
EID_LIMIT = 200
NAME_LIMIT = 40


@dataclass(slots=True)
class _Piece:
    eid: str
    element: str
    level: str
    number: str = ""
    heading: str = ""
    parent: _Piece | None = None
    lines: list[str] = field(default_factory=list)

    def settled(self) -> ClauseText:
        return ClauseText(
            eid=self.eid,
            element=self.element,
            level=self.level,
            number=self.number,
            heading=self.heading,
            text="\n".join(self.lines),
            parent=None if self.parent is None else self.parent.eid,
        )


class Provisions:
    """Gathers the segments of one bill; `segments()` gives them when all is read."""

    def __init__(self) -> None:
        self.left_aside: list[LeftAside] = []
        self.coverage = Coverage()
        self._pieces: list[_Piece] = []
        self._eids: Counter[str] = Counter()
        self._unnamed: Counter[tuple[str, str]] = Counter()

    def segments(self) -> tuple[ClauseText, ...]:
        return tuple(piece.settled() for piece in self._pieces)

    def read_preamble(self, preamble: etree._Element) -> None:
        """Take in recitals, citations and the enacting formula, whatever gathers them."""
        for part in preamble:
            name = local(part)
            if name in _SEE_THROUGH:
                self.read_preamble(part)
            elif name == "intro" or name in _REASONS:
                self._add(part, None, _REASONS.get(name, "text"), whole=True)

    def read_body(self, body: etree._Element) -> None:
        """Take in everything below `body`."""
        self._fill(None, body)

    def _fill(self, piece: _Piece | None, element: etree._Element) -> None:
        self.coverage.mark_own(element)
        self._say(piece, element, _folded(element.text))
        for child in element:
            name = local(child)
            if name in _SEE_THROUGH:
                self._fill(piece, child)
            elif name in _HIERARCHY:
                self._fill(self._add(child, piece, _level(child, piece)), child)
            elif name is not None and name not in _OF_THE_PIECE:
                self.coverage.mark(child)
                self._say(piece, child, passages.lines(child) or self._nothing_in(child))
            self._say(piece, element, _folded(child.tail))

    def _add(self, element: etree._Element, parent: _Piece | None, level: str, *, whole: bool = False) -> _Piece:
        number = passages.line(first(element, "num"))
        piece = _Piece(
            eid=self._eid(element, number, parent),
            element=_name(element),
            level=level,
            number=number,
            heading=_heading(element),
            parent=parent,
        )
        self.coverage.mark(first(element, "num"), *children(element, "heading", "subheading"))
        if local(element) == "crossHeading":
            self.coverage.mark(element)
        if whole:
            self.coverage.mark(element)
            piece.lines = passages.lines(element, without=_OF_THE_PIECE)
        self._pieces.append(piece)
        return piece

    def _say(self, piece: _Piece | None, element: etree._Element, words: list[str]) -> None:
        if words:
            self._open_for(piece, element).lines.extend(words)

    def _nothing_in(self, element: etree._Element) -> list[str]:
        """Note an element of which nothing can be shown, such as a picture; an empty paragraph is no loss."""
        if {local(part) for part in element.iter()} & passages.SKIPPED:
            self.left_aside.append(LeftAside(line=line_of(element), what=_name(element), reason="no-words"))
        return []

    def _open_for(self, piece: _Piece | None, element: etree._Element) -> _Piece:
        """Give the piece these words belong to; words after a piece's own parts go on in a piece of their own."""
        last = self._pieces[-1] if self._pieces else None
        if last is not None and (last is piece or (last.level == "text" and last.parent is piece)):
            return last
        return self._hold_text(piece, element)

    def _hold_text(self, parent: _Piece | None, element: etree._Element) -> _Piece:
        piece = _Piece(eid=self._eid(element, "", parent), element=_name(element), level="text", parent=parent)
        self._pieces.append(piece)
        return piece

    def _eid(self, element: etree._Element, number: str, parent: _Piece | None) -> str:
        """Give the file's own id, else one made of the path; a second use of either gets a count."""
        given = element.get("eId") or element.get("id") or element.get("wId") or self._made(element, number, parent)
        wanted = _short_enough("_".join(given.split()) or "_")
        self._eids[wanted] += 1
        if self._eids[wanted] == 1:
            return wanted
        self.left_aside.append(LeftAside(line=line_of(element), what=wanted, reason="second-use-of-an-id"))
        eid = f"{wanted}--{self._eids[wanted]}"
        self._eids[eid] += 1
        return eid

    def _made(self, element: etree._Element, number: str, parent: _Piece | None) -> str:
        name, above = _name(element), "" if parent is None else parent.eid
        self._unnamed[above, name] += 1
        place = _NO_SLUG.sub("-", number.lower()).strip("-") or str(self._unnamed[above, name])
        return f"{above}{'__' if above else ''}{_SHORT.get(name, name)}_{place}"


def _folded(words: str | None) -> list[str]:
    folded = " ".join((words or "").split())
    return [folded] if folded else []


def _name(element: etree._Element) -> str:
    return (local(element) or "")[:NAME_LIMIT]


def _level(element: etree._Element, parent: _Piece | None) -> str:
    if parent is not None and parent.level in ("provision", "part"):
        return "part"
    name = _name(element)
    if name in _GATHERING or name == "crossHeading" or (name in _CITED and _gathers(element)):
        return "division"
    return "provision"


def _gathers(element: etree._Element) -> bool:
    """Say whether a cited kind of element stands further down, quoted law not counted."""
    walk = etree.iterwalk(element, events=("start",))
    for _event, part in walk:
        name = local(part)
        if name in ("quotedStructure", "embeddedStructure", "content"):
            walk.skip_subtree()
        elif part is not element and name in _CITED:
            return True
    return False


def _heading(element: etree._Element) -> str:
    if local(element) == "crossHeading":
        return passages.line(element)
    return " – ".join(filter(None, (passages.line(part) for part in children(element, "heading", "subheading"))))


def _short_enough(eid: str) -> str:
    """Keep an id whole where it can be; a longer one keeps its beginning and a digest of the rest."""
    if len(eid) <= EID_LIMIT:
        return eid
    return f"{eid[: EID_LIMIT - 17]}-{hashlib.sha256(eid.encode()).hexdigest()[:16]}"
