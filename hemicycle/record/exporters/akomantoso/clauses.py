"""The clauses of a text as Akoma Ntoso nests them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any

from lxml import etree

from hemicycle.record.exporters.akomantoso.elements import put, set_attributes, without_space
from hemicycle.record.models import Clause, ClauseLevel

# Akoma Ntoso's elements that hold others in a hierarchy (group ANhier).
_HIERARCHY = """
clause section part paragraph chapter title article book tome division list point indent alinea rule subrule proviso
subsection subpart subparagraph subchapter subtitle subdivision subclause sublist level transitional
"""
HIERARCHY = frozenset(_HIERARCHY.split())
# What stands before the first provision: reasons, citations, the enacting words.
BEFORE = (ClauseLevel.RECITAL, ClauseLevel.TEXT)
CROSSING = "crossHeading"


def write(paper: etree._Element, clauses: Iterable[Clause]) -> None:
    """The preamble, where there is one, and the body."""
    parts: dict[Any, list[Clause]] = defaultdict(list)
    for clause in clauses:
        parts[clause.parent_id].append(clause)
    outer = parts[None]
    before = list(takewhile(lambda clause: clause.level in BEFORE and clause.pk not in parts, outer))
    if before:
        _preamble(put(paper, "preamble"), before)
    body, writer = put(paper, "body"), _Body(parts)
    for clause in outer[len(before) :]:
        writer.put(body, clause)
    if len(body) == 0:
        # A body holds at least one thing.
        put(body, "hcontainer", name="body")


def _preamble(preamble: etree._Element, clauses: Sequence[Clause]) -> None:
    """Recitals and citations in a row stand in one container."""
    for name, group in groupby(clauses, key=_place_before):
        if name == "recital" or name == "citation":
            around = put(preamble, f"{name}s")
            for clause in group:
                _fill(put(around, name), clause)
        else:
            for clause in group:
                _fill(put(preamble, name, name=clause.element), clause)


def _place_before(clause: Clause) -> str:
    """Only recitals and citations may bear a number."""
    if clause.level == ClauseLevel.RECITAL:
        return "recital"
    if clause.element == "citation" or clause.number or clause.heading:
        return "citation"
    return "formula" if clause.element == "formula" else "container"


@dataclass(frozen=True, slots=True)
class _Body:
    parts: dict[Any, list[Clause]]

    def put(self, parent: etree._Element, clause: Clause, *, last: bool = False) -> None:
        inner = self.parts.get(clause.pk, [])
        name = self._name(parent, clause, inner, last=last)
        if name == CROSSING:
            _identified(put(parent, CROSSING, clause.heading), clause)
        elif name == "wrapUp":
            _fill(put(parent, name), clause)
        else:
            named = clause.element if name == "hcontainer" else None
            self._hierarchy(put(parent, name, name=named), clause, inner)

    def _name(self, parent: etree._Element, clause: Clause, inner: Sequence[Clause], *, last: bool) -> str:
        within = etree.QName(parent).localname != "body"
        if clause.element in HIERARCHY:
            return clause.element
        if clause.element == CROSSING and within and not (clause.number or clause.text or inner):
            return CROSSING
        plain = not (clause.number or clause.heading or inner)
        return "wrapUp" if clause.level == ClauseLevel.TEXT and last and within and plain else "hcontainer"

    def _hierarchy(self, element: etree._Element, clause: Clause, inner: Sequence[Clause]) -> None:
        """A piece holds either its words, or words that lead to its parts and the parts."""
        _identified(element, clause)
        _numbered(element, clause)
        if clause.text:
            _words(put(element, "intro" if inner else "content"), clause)
        for part in inner:
            self.put(element, part, last=part is inner[-1])


def _fill(element: etree._Element, clause: Clause) -> None:
    _identified(element, clause)
    _numbered(element, clause)
    _words(element, clause)


def _identified(element: etree._Element, clause: Clause) -> None:
    set_attributes(element, {"eId": without_space(clause.eid)})


def _numbered(element: etree._Element, clause: Clause) -> None:
    if clause.number:
        put(element, "num", clause.number)
    if clause.heading:
        put(element, "heading", clause.heading)


def _words(element: etree._Element, clause: Clause) -> None:
    for line in clause.paragraphs or [""]:
        put(element, "p", line)
